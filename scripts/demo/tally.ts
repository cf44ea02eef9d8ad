import type { EventId, PlayedStep } from "./play.ts";

/** Checks the alerts that arrive against those that the day is expected to raise. */
export interface Tally {
	/** A step was delivered: expect what it raises. */
	readonly expect: (played: PlayedStep) => void;
	/** An alert of that rule arrived, for the event of that time in milliseconds since the Unix epoch. */
	readonly arrived: (rule: string, time: EventId["time"]) => void;
	/** How many alerts arrived, by rule, in order of first arrival. */
	readonly byRule: () => ReadonlyMap<string, number>;
	/** Expected alerts that have not arrived. */
	readonly missing: () => readonly Expected[];
	/** What alerted more than once on one event, which no rule may: the rule and the event's time. */
	readonly repeated: () => readonly string[];
}

/** An alert of this rule on one of the events of that step. */
export interface Expected {
	readonly rule: string;
	readonly played: PlayedStep;
}

export function tally(): Tally {
	const expected: Expected[] = [];
	const arrived = new Map<string, number>();
	const byRule = new Map<string, number>();
	return {
		expect: (played) => expected.push(...(played.step.raises ?? []).map((rule) => ({ rule, played }))),
		arrived: (rule, time) => {
			increment(arrived, alertOf(rule, time));
			increment(byRule, rule);
		},
		byRule: () => byRule,
		missing: () =>
			expected.filter(({ rule, played }) => !played.events.some(({ time }) => arrived.has(alertOf(rule, time)))),
		repeated: () => [...arrived].filter(([, times]) => times > 1).map(([alert]) => alert),
	};
}

function alertOf(rule: string, time: number): string {
	return `${rule} at ${new Date(time).toISOString()}`;
}

function increment(counts: Map<string, number>, name: string): void {
	counts.set(name, (counts.get(name) ?? 0) + 1);
}
