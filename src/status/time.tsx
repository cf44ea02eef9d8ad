import { ago } from "./words.ts";

interface TimeProps {
	/** In milliseconds since the Unix epoch. */
	readonly at: number;
}

/** A moment, in UTC; the page's script shows it in the reader's own time. */
export function Time({ at }: TimeProps) {
	const iso = isoOf(at);
	return <time datetime={iso}>{plain(iso)}</time>;
}

/** How long ago a moment was. The page's script keeps it up to date. */
export function Ago({ at, now }: TimeProps & { readonly now: number }) {
	const iso = isoOf(at);
	return (
		<time datetime={iso} title={plain(iso)} data-ago>
			{ago(now - at)}
		</time>
	);
}

/** The time that an alert carries, which is text; as it stands where it is none. */
export function EventTime({ time }: { readonly time: string }) {
	const at = Date.parse(time.replace(/(\.\d{3})\d+/, "$1"));
	return Number.isNaN(at) ? <bdi>{time}</bdi> : <Time at={at} />;
}

function isoOf(at: number): string {
	const date = new Date(at);
	return Number.isNaN(date.getTime()) ? "" : date.toISOString();
}

/** `2026-03-02 09:15:30 UTC` */
function plain(iso: string): string {
	return iso.replace("T", " ").replace(/\.\d+Z$/, " UTC");
}
