import { vi } from "vitest";

/** Keeps lines of a level off the terminal from now on, and gives those that came so far. */
export function loggedBy(level: "info" | "warn" | "error"): () => readonly Record<string, unknown>[] {
	const spy = vi.spyOn(console, level).mockImplementation(() => undefined);
	return () => spy.mock.calls.map(([line]) => JSON.parse(String(line)));
}
