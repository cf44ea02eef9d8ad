/** An alarm that is late by this much, in milliseconds, is not coming any more. */
const OVERDUE = 60_000;

/** When an object has something to do, in milliseconds; undefined where nothing waits. */
type Due = (now: number) => readonly (number | undefined)[];

/** The one alarm that an object has, set for whatever is due first. */
export class Alarm {
	readonly #ctx: DurableObjectState;
	readonly #due: Due;
	/** When it is set to go off. */
	#at: number | undefined;

	constructor(ctx: DurableObjectState, due: Due) {
		this.#ctx = ctx;
		this.#due = due;
		ctx.blockConcurrencyWhile(async () => {
			this.#at = (await ctx.storage.getAlarm()) ?? undefined;
		});
	}

	get isSet(): boolean {
		return this.#at !== undefined;
	}

	/** It has gone off. */
	wentOff(): void {
		this.#at = undefined;
	}

	/** Finds out whether it was lost; then it is taken for one that is not set. */
	async check(): Promise<void> {
		const at = await this.#ctx.storage.getAlarm();
		if (at === null || at < Date.now() - OVERDUE) this.#at = undefined;
	}

	/** Sets it for whatever is due first. In the same turn as what made it due, so that both are stored or none. */
	arm(): void {
		const now = Date.now();
		const at = Math.max(Math.min(...this.#due(now).filter((at) => at !== undefined)), now);
		if (this.#at === undefined || at < this.#at) this.set(at);
	}

	/** Sets it, whatever it was set for. */
	set(at: number): void {
		this.#at = at;
		this.#ctx.waitUntil(this.#ctx.storage.setAlarm(at));
	}
}
