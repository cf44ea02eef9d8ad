const SECOND = 1_000_000_000n;

/** Parts of a time in UTC, as text. */
export interface TimeText {
	/** `2026-07-01` */
	readonly date: string;
	/** `12:00:03` */
	readonly clock: string;
	/** Nine digits. */
	readonly nanoseconds: string;
}

/** Nanoseconds since the epoch → their text. As in Falco, a time before the epoch wraps around 2^64. */
export function formatTime(time: bigint): TimeText {
	if (time !== last.time) last = { time, text: textOf(time) };
	return last.text;
}

/** An alert writes the time of its event in several places. */
let last = { time: 0n, text: textOf(0n) };

function textOf(time: bigint): TimeText {
	const unsigned = BigInt.asUintN(64, time);
	const instant = new Date(Number(unsigned / SECOND) * 1000).toISOString();
	return {
		date: instant.slice(0, 10),
		clock: instant.slice(11, 19),
		nanoseconds: padNanoseconds(unsigned % SECOND),
	};
}

export function padNanoseconds(nanoseconds: bigint): string {
	return nanoseconds.toString().padStart(9, "0");
}
