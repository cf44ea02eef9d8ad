import { constants } from "node:os";
import process from "node:process";

/** What asks a process to end: Ctrl-C, `kill`, a closed terminal. */
export const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** What a shell reports of a process that a signal ended. */
export function exitCodeOf(signal: keyof typeof constants.signals): number {
	return 128 + constants.signals[signal];
}

/**
 * Aborts on Ctrl-C and its like, with the signal's name as the reason, and when nobody reads on, as with `npm start |
 * head`. Who presses Ctrl-C again does not wait for what is being ended.
 */
export function stopSignal(): AbortSignal {
	const stop = new AbortController();
	for (const signal of SIGNALS) {
		process.on(signal, () => {
			if (stop.signal.aborted) process.exit(exitCodeOf(signal));
			stop.abort(signal);
		});
	}
	for (const stream of [process.stdout, process.stderr]) stream.on("error", () => stop.abort("SIGPIPE"));
	return stop.signal;
}
