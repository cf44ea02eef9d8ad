/**
 * Time of an event whose `published` cannot be read. It is what Falco makes of it: Go's zero time (year 1) in
 * nanoseconds, overflowed to 64 bits.
 */
export const UNREADABLE_TIME = -6795364578871345152n;

const RFC_3339 = /^(\d{4}-\d\d-(\d\d)T([01]\d|2[0-3]):\d\d:\d\d)(?:[.,](\d+))?(?:Z|([+-])(\d\d):(\d\d))$/;

/**
 * `published` → nanoseconds since the Unix epoch, signed 64-bit. Takes RFC 3339 as Go does, with any offset and up to nine
 * digits of a second (further ones are cut); anything else is `UNREADABLE_TIME`.
 */
export function publishedTime(published: string): bigint {
	return timeAsOktaWrites(published) ?? timeOf(published);
}

/** For the form that Okta uses (`2026-03-02T09:15:30.123Z`), in a tenth of the time; undefined for any other. */
function timeAsOktaWrites(published: string): bigint | undefined {
	if (published.length !== 24 || published[13] !== ":" || published[16] !== ":") return undefined;
	if (published[19] !== "." || published[23] !== "Z") return undefined;
	const hours = digits(published, 11, 13);
	const minutes = digits(published, 14, 16);
	const milliseconds = digits(published, 17, 19) * 1000 + digits(published, 20, 23);
	const time = startOf(published.slice(0, 11)) + (hours * 60 + minutes) * 60_000 + milliseconds;
	const isTime = hours < 24 && minutes < 60 && milliseconds < 60_000 && !Number.isNaN(time);
	return isTime ? BigInt.asIntN(64, BigInt(time) * 1_000_000n) : undefined;
}

/** The number that stands there in decimal digits; NaN when anything else does. */
function digits(text: string, from: number, to: number): number {
	let number = 0;
	for (let at = from; at < to; at++) {
		const digit = text.charCodeAt(at) - 48;
		if (digit < 0 || digit > 9) return Number.NaN;
		number = number * 10 + digit;
	}
	return number;
}

/** Of `2026-03-02T` the time at which that day begins, in milliseconds; NaN when there is no such day. */
function startOf(day: string): number {
	if (day !== lastDay.text) {
		const midnight = `${day}00:00:00.000Z`;
		const start = Date.parse(midnight);
		const exists = !Number.isNaN(start) && new Date(start).toISOString() === midnight;
		lastDay = { text: day, start: exists ? start : Number.NaN };
	}
	return lastDay.start;
}

/** Events that come together happened on one day. */
let lastDay = { text: "", start: Number.NaN };

function timeOf(published: string): bigint {
	const [, clock, day, , fraction = "", sign, hours = "0", minutes = "0"] = RFC_3339.exec(published) ?? [];
	if (clock === undefined) return UNREADABLE_TIME;
	const local = Date.parse(`${clock}Z`);
	// Date.parse takes 30 February for 2 March, and gives NaN for what no calendar has.
	if (new Date(local).getUTCDate() !== Number(day) || Number(hours) > 24 || Number(minutes) > 59) {
		return UNREADABLE_TIME;
	}
	const offset = (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -60 : 60);
	const nanoseconds = BigInt(fraction.slice(0, 9).padEnd(9, "0"));
	return BigInt.asIntN(64, BigInt(local / 1000 - offset) * 1_000_000_000n + nanoseconds);
}
