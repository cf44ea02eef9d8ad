import type { Log } from "../org/settings.ts";

/** What JSON leaves as it is: some control characters, the line ends of JavaScript, and marks that reorder text. */
const CONTROLS = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * Writes one line of JSON, `level`, `message` and the details, which Workers Logs indexes by name. Whatever the details
 * hold, it stays one line. Neither secrets nor whole events belong in it.
 */
export const log: Log = (level, message, details = {}) => {
	const line = JSON.stringify({ level, message, ...details });
	console[level](line.replace(CONTROLS, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`));
};
