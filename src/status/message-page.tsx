import { Icon } from "./icon.tsx";
import { type Frame, Layout } from "./layout.tsx";
import { Words } from "./text.tsx";
import type { Tone } from "./trouble.ts";

interface MessagePageProps {
	readonly frame: Frame;
	readonly tone: Tone;
	readonly title: string;
	/** Commands and names stand between backticks. */
	readonly text: string;
}

/** A page that has nothing to show but a message. */
export function MessagePage({ frame, tone, title, text }: MessagePageProps) {
	return (
		<Layout frame={frame} title={`${title} · okta-falco`} tone={tone}>
			<section class={`headline tone-${tone}`}>
				<Icon tone={tone} />
				<div class="headline-words">
					<h1>{title}</h1>
					<p class="reason">
						<Words text={text} />
					</p>
					<p>
						<a href="/status">Status</a>
					</p>
				</div>
			</section>
		</Layout>
	);
}
