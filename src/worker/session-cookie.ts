import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { CookieOptions } from "hono/utils/cookie";
import type { Session, SessionScope } from "./session.ts";
import { signSession } from "./session.ts";

const NAME = "okta-falco";

const LOOPBACK: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/** The session's token in a request's cookie. */
export function sessionToken(c: Context): string | undefined {
	return getCookie(c, NAME, attributes(c.req.raw).prefix) || undefined;
}

/** Has the browser keep a session. */
export async function keepSession(c: Context, session: Session, scope: SessionScope, now: number): Promise<void> {
	const maxAge = Math.floor((session.ends - now) / 1_000);
	setCookie(c, NAME, await signSession(session, scope), { ...attributes(c.req.raw), maxAge });
}

/** Has the browser forget its session. */
export function forgetSession(c: Context): void {
	deleteCookie(c, NAME, attributes(c.req.raw));
}

/**
 * For this host alone, never for a script, never sent along from another site's page. `__Host-` has browsers insist on
 * that; they want TLS for it, which a Worker on loopback has not got.
 */
function attributes({ url }: Request): CookieOptions & { readonly prefix?: "host" } {
	const { protocol, hostname } = new URL(url);
	const common = { path: "/", httpOnly: true, sameSite: "Strict" } as const;
	if (protocol === "http:" && LOOPBACK.includes(hostname)) return common;
	return { ...common, secure: true, prefix: "host" };
}
