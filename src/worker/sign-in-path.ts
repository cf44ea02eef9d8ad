/** Where the status page is. */
export const STATUS = "/status";

/** Where one signs in to it. */
export const SIGN_IN = "/status/sign-in";

/** Longest way back that is taken. An alert's id is a uuid and a rule's name. */
const LENGTH_MAX = 4_000;

/** Where to sign in, and from there back to what a request asked for. What it wanted changed is not done afterwards. */
export function signInPath({ method, url }: Request): string {
	const { pathname, search } = new URL(url);
	const asked = pathname + search;
	if (method !== "GET" || asked === STATUS || asked.length > LENGTH_MAX) return SIGN_IN;
	return `${SIGN_IN}?${new URLSearchParams({ to: asked })}`;
}

/**
 * Where to go from the sign-in page at `url`: where `to` says, as long as that is a view of the status page. It stands in
 * links, so that anybody may have written it.
 */
export function returnPath(to: string | null | undefined, url: string): string {
	const target = to && to.length <= LENGTH_MAX ? URL.parse(to, url) : null;
	if (target === null || target.origin !== new URL(url).origin) return STATUS;
	const { pathname, search } = target;
	return pathname === STATUS || pathname.startsWith(`${STATUS}/alerts/`) ? pathname + search : STATUS;
}
