/** How long a rate limit lasts at most: Okta counts by the minute. */
const WINDOW = 60_000;

/** Beyond what Okta says, in milliseconds: its seconds are whole, and clocks differ. */
const MARGIN = 1_000;

/**
 * When a request that met a rate limit may be sent again, in milliseconds since the epoch. Okta says so in seconds since
 * the epoch by its own clock (`X-Rate-Limit-Reset`, with `Date` for comparison: Okta's page "Rate limits").
 */
export function resetTime(headers: Headers, now: number): number {
	const reset = Number(headers.get("x-rate-limit-reset") ?? Number.NaN) * 1_000;
	if (!Number.isFinite(reset)) return now + retryAfter(headers);
	const oktaNow = Date.parse(headers.get("date") ?? "");
	const wait = reset - (Number.isNaN(oktaNow) ? now : oktaNow);
	return now + Math.max(wait, 0) + MARGIN;
}

function retryAfter(headers: Headers): number {
	const seconds = Number(headers.get("retry-after") ?? Number.NaN);
	return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 + MARGIN : WINDOW;
}
