/** Alerts that are spared when the next one finds out whether Falcosidekick is back. */
const REMEMBERED = 8;

/** How many alerts have to fail before it is taken for sure that the fault is not theirs. */
const ENOUGH = 3;

/**
 * The alerts that failed since one last got an answer. One may itself be the cause; that several fail in a row witnesses
 * that Falcosidekick is away. Not stored: after a restart witnesses are heard again.
 */
export class Witnesses {
	#ids: readonly string[] = [];

	/** Those heard last; one that failed again is in it again. */
	get ids(): readonly string[] {
		return this.#ids;
	}

	get areHeard(): boolean {
		return this.#ids.length > 0;
	}

	get areEnough(): boolean {
		return new Set(this.#ids).size >= ENOUGH;
	}

	/** An alert failed. */
	add(id: string): void {
		this.#ids = [...this.#ids, id].slice(-REMEMBERED);
	}

	/** An alert got an answer. */
	dismiss(): void {
		this.#ids = [];
	}
}
