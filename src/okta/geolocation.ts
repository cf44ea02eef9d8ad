import { text } from "./log-event.ts";

/**
 * A latitude or longitude as the okta plugin gives it, which is Go's `%v` of a float64: as few digits as tell it apart,
 * an exponent of two digits or more below 1e-4 and from 1e6 on, "0" where none is given. What is not a number is text.
 */
export function coordinate(value: unknown): string {
	if (value === null || value === undefined || value === 0) return "0";
	if (typeof value !== "number") return text(value);
	const [digits, exponent] = value.toExponential().split("e");
	const power = Number(exponent ?? 0);
	if (power >= -4 && power < 6) return String(value);
	return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
