/** Runs out when nothing has moved for long: a busy machine takes its time, and is given it as long as it gets on. */
export class Patience {
	readonly #most: number;
	#progress = -1;
	#since = 0;
	#isGone = false;

	/** `most`: how long nothing may move, in milliseconds. */
	constructor(most: number) {
		this.#most = most;
	}

	giveUp(): void {
		this.#isGone = true;
	}

	/** Whether it has run out; `progress` is any number that changes when something moves. */
	isOver(progress: number): boolean {
		if (progress !== this.#progress) {
			this.#progress = progress;
			this.#since = Date.now();
		}
		return this.#isGone || Date.now() - this.#since > this.#most;
	}
}
