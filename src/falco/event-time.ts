const DAY = 86_400;
/** Digits of a second's fraction. */
const FRACTION = 9;

/** Parts of a time in UTC, as text. */
export interface TimeText {
	/** `2026-07-01` */
	readonly date: string;
	/** `12:00:03` */
	readonly clock: string;
	/** Nine digits. */
	readonly nanoseconds: string;
	/** All of it as nanoseconds since the epoch, which does not wrap around. */
	readonly whole: string;
}

/** Nanoseconds since the epoch → their text. As in Falco, a time before the epoch wraps around 2^64. */
export function formatTime(time: bigint): TimeText {
	if (last?.time !== time) last = { time, text: textOf(time) };
	return last.text;
}

/** An alert writes the time of its event in several places. */
let last: { readonly time: bigint; readonly text: TimeText } | undefined;

function textOf(time: bigint): TimeText {
	const signed = BigInt.asIntN(64, time);
	const whole = signed.toString();
	const digits = signed < 0n ? BigInt.asUintN(64, signed).toString() : whole;
	const seconds = Number(digits.slice(0, -FRACTION));
	const second = seconds % DAY;
	return {
		date: dateOf(seconds - second),
		clock: `${twoDigits(second / 3600)}:${twoDigits((second / 60) % 60)}:${twoDigits(second % 60)}`,
		nanoseconds: digits.slice(-FRACTION).padStart(FRACTION, "0"),
		whole,
	};
}

/** Of the second at which a day begins. Most events are of the day of the one before. */
function dateOf(midnight: number): string {
	if (midnight !== lastDay.midnight) lastDay = { midnight, date: new Date(midnight * 1000).toISOString().slice(0, 10) };
	return lastDay.date;
}

let lastDay = { midnight: 0, date: "1970-01-01" };

function twoDigits(number: number): string {
	const whole = Math.floor(number);
	return whole < 10 ? `0${whole}` : `${whole}`;
}

export function padNanoseconds(nanoseconds: bigint): string {
	return nanoseconds.toString().padStart(FRACTION, "0");
}
