/** Time between two refreshes at least, in milliseconds. */
const PAUSE = 1_000;

/**
 * Has something done soon, however often it is asked for: at once after a while of rest or when that is asked for, else
 * once a second, and never twice at a time.
 */
export function refresher(refresh: () => Promise<void>): (when?: "now") => void {
	let last = Number.NEGATIVE_INFINITY;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let isRunning = false;
	/** How long what is asked for may wait; undefined when nothing is. */
	let wanted: "now" | "soon" | undefined;
	const request = (when?: "now") => {
		wanted = when ?? wanted ?? "soon";
		if (isRunning) return;
		if (timer !== undefined) {
			if (when !== "now") return;
			clearTimeout(timer);
		}
		timer = setTimeout(() => void run(), wanted === "now" ? 0 : Math.max(0, last + PAUSE - performance.now()));
	};
	const run = async () => {
		timer = undefined;
		isRunning = true;
		wanted = undefined;
		last = performance.now();
		await refresh().catch(() => {});
		isRunning = false;
		if (wanted !== undefined) request(wanted === "now" ? "now" : undefined);
	};
	return request;
}
