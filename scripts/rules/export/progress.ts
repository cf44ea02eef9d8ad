import { SingleBar } from "cli-progress";

/** Tells how far something is. */
export interface Progress {
	update(value: number): void;
	stop(): void;
}

const SILENT: Progress = { update: () => undefined, stop: () => undefined };

/** From so many on it takes long enough to want to know. */
const WORTHWHILE = { MB: 1_000_000, events: 1_000 };

/** What is counted, and how a number of it reads. */
const UNITS = {
	MB: (bytes: number) => (bytes / 1_000_000).toFixed(1),
	events: (events: number) => events.toLocaleString("en"),
};

/**
 * A bar on standard error, if that is a terminal and there is enough to do. It shows what it is told: so many of `total`
 * bytes or events. `done` says what was done with them: "read".
 */
export function startProgress(done: string, total: number, unit: keyof typeof UNITS): Progress {
	if (total < WORTHWHILE[unit] || !process.stderr.isTTY) return SILENT;
	const bar = new SingleBar({
		format: `{bar} {percentage} %, {value} of {total} ${unit} ${done}`,
		formatValue: (value, _, type) => (type === "value" || type === "total" ? UNITS[unit](value) : String(value)),
		clearOnComplete: true,
	});
	bar.start(total, 0);
	return { update: (value) => bar.update(Math.min(value, total)), stop: () => bar.stop() };
}
