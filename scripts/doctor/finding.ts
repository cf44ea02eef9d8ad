/** What was looked at and how it is. */
export interface Finding {
	/** What was looked at. */
	readonly name: string;
	/** `note`: it works, but there is something to know. `skipped`: it could not be looked at from here. */
	readonly state: "ok" | "failed" | "note" | "skipped";
	/** How it is. Never a value of a secret. */
	readonly found: string;
	/** What to do about it. */
	readonly todo?: string;
}

/** Longest time that anything asked over the network may take, in milliseconds. */
export const PATIENCE = 10_000;

export function reasonOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	if (error.name === "TimeoutError") return `no answer within ${PATIENCE / 1000} s`;
	return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}
