/**
 * Whether something changed that those who watch can see. What is noted in a transaction that fails does no harm: with the
 * next change they look again, at what is stored.
 */
export class Changes {
	#areThere = false;

	note(): void {
		this.#areThere = true;
	}

	/** Whether anything was noted since this was last asked. */
	take(): boolean {
		const areThere = this.#areThere;
		this.#areThere = false;
		return areThere;
	}
}
