/** `1,204` */
export function number(value: number): string {
	return value.toLocaleString("en-US");
}

/** `1 alert`, `1,204 alerts` */
export function counted(value: number, one: string, many: string = `${one}s`): string {
	return `${number(value)} ${value === 1 ? one : many}`;
}

const SECOND = 1_000;

/** Units of time, in milliseconds, each with where it begins to be used. */
const UNITS = [
	{ name: "d", length: 86_400 * SECOND, from: 172_800 * SECOND },
	{ name: "h", length: 3_600 * SECOND, from: 7_200 * SECOND },
	{ name: "min", length: 60 * SECOND, from: 120 * SECOND },
	{ name: "s", length: SECOND, from: 10 * SECOND },
] as const;

/** `850 ms`, `1.2 s`, `47 s`, `4 min`, `26 h`, `3 d` */
export function duration(milliseconds: number): string {
	const unit = UNITS.find(({ from }) => milliseconds >= from);
	if (unit !== undefined) return `${number(Math.floor(milliseconds / unit.length))} ${unit.name}`;
	if (milliseconds >= SECOND) return `${Number((milliseconds / SECOND).toFixed(1))} s`;
	return `${Math.max(0, Math.round(milliseconds))} ms`;
}

/** `4 min ago`; what lies ahead, by a clock that is a little off, is now. */
export function ago(milliseconds: number): string {
	return milliseconds < SECOND ? "just now" : `${duration(Math.floor(milliseconds / SECOND) * SECOND)} ago`;
}
