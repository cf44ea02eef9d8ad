import type { Random } from "../random.ts";
import { MISFORTUNES, type MisfortuneName, misfortune } from "./misfortunes.ts";

/** How many alerts of a hundred something happens to. */
const BAD_LUCK = 0.05;

/** How often something may happen to one alert, so that each arrives in the end. */
const MOST_EACH = 3;

/** How many requests in a row must have gone well before one may be misled. */
const SETTLED = 6;

const NAMES = Object.keys(MISFORTUNES) as MisfortuneName[];

/**
 * Decides what happens to each request. Two misleading answers close together would have the Worker believe, as it should,
 * that somebody has to mend its configuration, and wait a minute; so they come one at a time, with good luck around them.
 */
export class Weather {
	readonly #random: Random;
	readonly #counts = new Map<MisfortuneName, number>();
	readonly #byAlert = new Map<string, number>();
	/** Requests in a row that went well; below 0, so many that must. */
	#calm = 0;
	#isFair = false;

	constructor(random: Random) {
		this.#random = random;
	}

	/** How often what happened. */
	get counts(): ReadonlyMap<MisfortuneName, number> {
		return this.#counts;
	}

	/** What happens to a request with this alert; undefined when nothing does. */
	next(alert: string): MisfortuneName | undefined {
		const had = this.#byAlert.get(alert) ?? 0;
		if (this.#isFair || this.#calm++ < 0 || had >= MOST_EACH || !this.#random.chance(BAD_LUCK)) return undefined;
		const name = this.#draw();
		this.#counts.set(name, this.#count(name) + 1);
		this.#byAlert.set(alert, had + 1);
		this.#calm = misfortune(name).misleading ? -SETTLED : 0;
		return name;
	}

	/** The Worker cannot be expected to know how things stand: nothing may mislead it for a while. */
	unsettle(): void {
		this.#calm = Math.min(this.#calm, 0);
	}

	/** Nothing happens from now on. */
	clear(): void {
		this.#isFair = true;
	}

	#count(name: MisfortuneName): number {
		return this.#counts.get(name) ?? 0;
	}

	#draw(): MisfortuneName {
		const possible = NAMES.filter((name) => {
			const { most = Number.POSITIVE_INFINITY, misleading = false } = misfortune(name);
			return this.#count(name) < most && (!misleading || this.#calm > SETTLED);
		});
		return this.#random.pick(possible.flatMap((name) => Array<MisfortuneName>(misfortune(name).weight).fill(name)));
	}
}
