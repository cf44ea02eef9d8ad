/**
 * Whether a page of this Worker's own origin sent a request, by what browsers say of it; undefined where nothing is said,
 * as by what is no browser. Cookies and sessions of Cloudflare Access come along whoever's page makes a browser act.
 */
export function isOwnPage({ headers, url }: Request): boolean | undefined {
	const origin = headers.get("Origin");
	// A page that sends no referrer, as the status page does not, posts its forms with "null".
	if (origin !== null && origin !== "null") return origin === URL.parse(url)?.origin;
	const site = headers.get("Sec-Fetch-Site");
	if (site !== null) return site === "same-origin";
	return origin === null ? undefined : false;
}

/** Whether a request changes nothing, so that it may come from anywhere: a link to here is one. */
export function isSafe({ method }: Request): boolean {
	return method === "GET" || method === "HEAD";
}
