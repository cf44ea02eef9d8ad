/** How long a page that has sent a form may have to wait for what comes in its place, in milliseconds. */
const PATIENCE = 10_000;

/**
 * Tells whether the page is about to be left by a form that was sent, such as the one that signs out. It need not be got anew
 * then, and must not be loaded again: that would take the place of what comes.
 */
export function watchLeaving(): () => boolean {
	let sentAt = Number.NEGATIVE_INFINITY;
	addEventListener("submit", (event) => {
		if (!event.defaultPrevented) sentAt = Date.now();
	});
	addEventListener("pageshow", () => {
		sentAt = Number.NEGATIVE_INFINITY;
	});
	return () => Date.now() - sentAt < PATIENCE;
}
