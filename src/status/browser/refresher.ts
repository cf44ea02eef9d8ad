/** From the beginning of a refresh to that of the next at least, in milliseconds. */
const PAUSE = 1_000;

/** A refresh that takes longer, in milliseconds, is one of many: it is begun again after so many times as long. */
const SLOW = 500;
const REST = 5;

/** However long it takes, it is begun again after this, in milliseconds: an answer that never came tells nothing of others. */
const REST_MAX = 30_000;

/**
 * Has something done soon, however often it is asked for: at once after a while of rest or when that is asked for, else
 * once a second, and never twice at a time. Less often where it takes long: pages that are open must not keep Okta waiting.
 */
export function refresher(refresh: () => Promise<void>): (when?: "now") => void {
	let next = Number.NEGATIVE_INFINITY;
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
		timer = setTimeout(() => void run(), wanted === "now" ? 0 : Math.max(0, next - performance.now()));
	};
	const run = async () => {
		timer = undefined;
		isRunning = true;
		wanted = undefined;
		const began = performance.now();
		await refresh().catch(() => {});
		const took = performance.now() - began;
		next = began + Math.max(PAUSE, took > SLOW ? Math.min(REST * took, REST_MAX) : 0);
		isRunning = false;
		if (wanted !== undefined) request(wanted === "now" ? "now" : undefined);
	};
	return request;
}
