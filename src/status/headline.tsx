import { Icon } from "./icon.tsx";
import { Words } from "./text.tsx";
import { type Trouble, toneOf } from "./trouble.ts";

const WELL = { title: "All is well", reason: "Okta’s events come in, and alerts leave." };

/** The headline's words, which are the page's title too. */
export function headlineTitle([first]: readonly Trouble[]): string {
	return first?.title ?? WELL.title;
}

/** What matters most, large; then whatever else there is to see to. The most urgent comes first. */
export function Headline({ troubles }: { readonly troubles: readonly Trouble[] }) {
	const [first, ...others] = troubles;
	const tone = toneOf(first);
	return (
		<section id="headline" data-region class={`headline tone-${tone}`} aria-labelledby="headline-title">
			<Icon tone={tone} />
			<div class="headline-words">
				<h1 id="headline-title">{headlineTitle(troubles)}</h1>
				<p class="reason">
					<Words text={first?.reason ?? WELL.reason} />
				</p>
				{first !== undefined && (
					<p class="remedy">
						<strong>What to do:</strong> <Words text={first.remedy} />
					</p>
				)}
			</div>
			{others.length > 0 && (
				<ul class="others">
					{others.map((trouble) => (
						<Other trouble={trouble} />
					))}
				</ul>
			)}
		</section>
	);
}

function Other({ trouble }: { readonly trouble: Trouble }) {
	return (
		<li class={`tone-${toneOf(trouble)}`}>
			<Icon tone={toneOf(trouble)} />
			<div>
				<p class="reason">
					<strong>{trouble.title}.</strong> <Words text={trouble.reason} />
				</p>
				<p class="remedy">
					<strong>What to do:</strong> <Words text={trouble.remedy} />
				</p>
			</div>
		</li>
	);
}
