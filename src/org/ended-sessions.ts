const KEY = "ended sessions";

/** So many are remembered; beyond that, those first forgotten that would be over first anyway. */
const MOST = 1_000;

/** Sessions of the status page that were signed out of before their time, by their ids. */
export class EndedSessions {
	readonly #storage: DurableObjectStorage;

	constructor(storage: DurableObjectStorage) {
		this.#storage = storage;
	}

	/** Ends a session. `until`: when it is over by itself at the latest, in milliseconds; then it need not be remembered. */
	end(id: string, until: number, now: number): void {
		const kept = [...this.#read()].filter(([, end]) => end > now);
		const latestFirst = [...kept, [id, until] as const].sort(([, a], [, b]) => b - a);
		this.#storage.kv.put(KEY, new Map(latestFirst.slice(0, MOST)));
	}

	has(id: string): boolean {
		return this.#read().has(id);
	}

	#read(): ReadonlyMap<string, number> {
		return this.#storage.kv.get<ReadonlyMap<string, number>>(KEY) ?? new Map();
	}
}
