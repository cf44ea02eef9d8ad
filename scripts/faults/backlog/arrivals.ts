/** Alerts in the order in which they arrive. */
export class Arrivals {
	readonly #times: number[] = [];
	/** When each first came, in that order. */
	readonly #first = new Map<string, number>();

	/** `at` is in milliseconds. */
	add(key: string, at: number): void {
		this.#times.push(at);
		if (!this.#first.has(key)) this.#first.set(key, at);
	}

	/** How many came. */
	get all(): number {
		return this.#times.length;
	}

	/** How many different ones came. */
	get different(): number {
		return this.#first.size;
	}

	/** When an alert first came. */
	firstAt(key: string): number | undefined {
		return this.#first.get(key);
	}

	/** How many of `others` came before the last of `keys`. */
	overtaking(others: ReadonlySet<string>, keys: ReadonlySet<string>): number {
		const order = [...this.#first.keys()];
		const last = order.findLastIndex((key) => keys.has(key));
		return order.slice(0, Math.max(last, 0)).filter((key) => others.has(key)).length;
	}

	/** How many came in [from, to). */
	between(from: number, to: number): number {
		return this.#times.filter((at) => at >= from && at < to).length;
	}

	/** The most that came within `milliseconds`, of those in [from, to). */
	most(milliseconds: number, from: number, to: number): number {
		const times = this.#times.filter((at) => at >= from && at < to);
		let most = 0;
		let first = 0;
		for (const [last, at] of times.entries()) {
			while (at - (times[first] ?? at) >= milliseconds) first++;
			most = Math.max(most, last - first + 1);
		}
		return most;
	}
}
