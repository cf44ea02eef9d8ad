import type { Log } from "../org/settings.ts";

/** Control characters that JSON leaves as they are, and the two line ends that JavaScript knows besides. */
const CONTROLS = /[\u007f-\u009f\u2028\u2029]/g;

/**
 * Writes one line of JSON, `level`, `message` and the details, which Workers Logs indexes by name. Whatever the details
 * hold, it stays one line. Neither secrets nor whole events belong in it.
 */
export const log: Log = (level, message, details = {}) => {
	const line = JSON.stringify({ level, message, ...details });
	console[level](line.replace(CONTROLS, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`));
};
