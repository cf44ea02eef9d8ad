/** What the page's headline can say, the most urgent first. */
export const HEADLINE_STATES = [
	"misconfigured",
	"waiting",
	"silent",
	"unused",
	"unsettled",
	"outdated",
	"well",
] as const;
export type HeadlineState = (typeof HEADLINE_STATES)[number];

/** Something that somebody has to see to, in words for people. Commands and names stand between backticks. */
export interface Trouble {
	readonly state: Exclude<HeadlineState, "well">;
	/** Whether it cannot wait: then `/healthz` is not ok. */
	readonly isUrgent: boolean;
	/** A few words. */
	readonly title: string;
	readonly reason: string;
	/** What to do about it: a command, or where to look. */
	readonly remedy: string;
}

/** How things look at a glance. */
export type Tone = "good" | "calm" | "warn" | "bad";

/** The tone of the most urgent trouble. */
export function toneOf(trouble: Trouble | undefined): Tone {
	if (trouble === undefined) return "good";
	if (trouble.isUrgent) return "bad";
	return trouble.state === "unused" ? "calm" : "warn";
}

/** Troubles as they are told: by state, and what cannot wait before what can. */
export function byUrgency(troubles: readonly Trouble[]): Trouble[] {
	const rank = ({ state, isUrgent }: Trouble) => HEADLINE_STATES.indexOf(state) + (isUrgent ? 0 : 0.5);
	return [...troubles].sort((a, b) => rank(a) - rank(b));
}
