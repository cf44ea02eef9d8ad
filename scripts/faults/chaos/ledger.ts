import { keysOf } from "../test-event.ts";
import type { ChaosEvent } from "./events.ts";

interface Entry {
	/** Falcosidekick will not take it. */
	readonly poison: boolean;
	/** When Falcosidekick took it: milliseconds. */
	readonly taken: number[];
	/** How often it was taken without the Worker being told: each is one more than can be helped. */
	untold: number;
}

/** Holds the alerts that Falcosidekick took against those that it was to get. */
export class Ledger {
	readonly #entries = new Map<string, Entry>();
	readonly #unexpected: string[] = [];
	#arrived = 0;

	expect(event: ChaosEvent): void {
		for (const key of keysOf(event)) this.#entries.set(key, { poison: event.fate === "poison", taken: [], untold: 0 });
	}

	/** Notes that Falcosidekick took an alert. */
	take(key: string, at: number): void {
		const entry = this.#entries.get(key);
		if (entry === undefined || entry.poison) {
			this.#unexpected.push(key);
			return;
		}
		if (entry.taken.length === 0) this.#arrived++;
		entry.taken.push(at);
	}

	/** Notes that the answer to an alert that was taken went lost. */
	loseAnswer(key: string): void {
		const entry = this.#entries.get(key);
		if (entry !== undefined) entry.untold++;
	}

	isPoison(key: string): boolean {
		return this.#entries.get(key)?.poison === true;
	}

	/** How many different alerts were to come, those that are never taken left out. */
	get expected(): number {
		return [...this.#entries.values()].filter(({ poison }) => !poison).length;
	}

	get poisonous(): number {
		return this.#entries.size - this.expected;
	}

	/** How many different alerts came. */
	get arrived(): number {
		return this.#arrived;
	}

	get missing(): readonly string[] {
		return [...this.#entries].filter(([, { poison, taken }]) => !poison && taken.length === 0).map(([key]) => key);
	}

	/** Alerts that no rule should have raised, or that were refused and came all the same. */
	get unexpected(): readonly string[] {
		return this.#unexpected;
	}

	/** Alerts that came more often than a lost answer explains. */
	get repeated(): readonly Repeated[] {
		return [...this.#entries]
			.filter(([, { taken, untold }]) => taken.length - untold > 1)
			.map(([key, { taken, untold }]) => ({ key, taken, untold }));
	}
}

export interface Repeated {
	readonly key: string;
	/** When it came. */
	readonly taken: readonly number[];
	/** How often the answer went lost. */
	readonly untold: number;
}

/** When workerd was killed, and until when alerts may have been taken that it had sent before: milliseconds. */
export interface Kill {
	readonly at: number;
	readonly until: number;
}

/**
 * Lays repeated alerts to the kills that explain them: one after an alert was taken and before it was taken again. Gives
 * how many each kill explains, and which alerts no kill does.
 */
export function explainRepeats(
	repeated: readonly Repeated[],
	kills: readonly Kill[],
): { readonly byKill: readonly number[]; readonly unexplained: readonly string[] } {
	const byKill = kills.map(() => 0);
	const unexplained: string[] = [];
	for (const { key, taken, untold } of repeated) {
		const causes = taken.slice(1).map((again, place) => {
			const before = taken[place] ?? 0;
			return kills.findIndex((kill) => kill.until >= before && kill.at <= again);
		});
		for (const cause of causes) if (cause !== -1) byKill[cause] = (byKill[cause] ?? 0) + 1;
		if (causes.filter((cause) => cause === -1).length > untold) unexplained.push(key);
	}
	return { byKill, unexplained };
}
