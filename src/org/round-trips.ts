/** So many tell how long they take. Bursts are shorter: until a backlog has told, alerts leave one after the other. */
const LOT = 200;

/** The share of a lot that is left out at either end: a few slow answers make no slow Falcosidekick. */
const LEFT_OUT = 0.25;

/** What an alert takes in all, by what it takes to go and come back: alarms have to go off and rows to be read. */
const IN_ALL = 1.25;

/** How long alerts take, from being sent to being written down as delivered. Not stored: it is soon known again. */
export class RoundTrips {
	#lot: number[] = [];
	/** Of the last whole lot, in milliseconds. */
	#typical = 0;

	/** Notes one, in milliseconds. */
	add(milliseconds: number): void {
		this.#lot.push(milliseconds);
		if (this.#lot.length < LOT) return;
		this.#typical = middleOf(this.#lot);
		this.#lot = [];
	}

	/** The fewest alerts that have to be under way at a time for so many a second to leave; at least 1. */
	atATime(perSecond: number): number {
		return Math.max(1, Math.ceil((perSecond * this.#typical * IN_ALL) / 1_000));
	}
}

/** The mean of those in the middle: clocks tell whole milliseconds only. */
function middleOf(times: readonly number[]): number {
	const rest = Math.floor(times.length * LEFT_OUT);
	const middle = times.toSorted((a, b) => a - b).slice(rest, times.length - rest);
	return middle.reduce((sum, time) => sum + time, 0) / middle.length;
}
