import type { Context } from "hono";
import type { Config } from "./config.ts";
import { handOver } from "./hand-over.ts";
import { Refusal } from "./refusal.ts";
import { LIFETIME_MAX, renewed, type Session, type SessionScope, verifySession } from "./session.ts";
import { forgetSession, keepSession, sessionToken } from "./session-cookie.ts";

interface WithBindings {
	Bindings: Env;
}

/** What sessions hold good for; undefined where there is no ADMIN_TOKEN to begin one with. */
export function scopeOf(c: Context, { adminToken }: Config): SessionScope | undefined {
	return adminToken === undefined ? undefined : { secret: adminToken, host: new URL(c.req.url).host };
}

/**
 * The session of the browser that sent a request, renewed if it is time; a refusal, 401, where what it shows is none or
 * is over; undefined where it shows nothing.
 */
export async function sessionOf<E extends WithBindings>(
	c: Context<E>,
	config: Config,
): Promise<Session | Refusal | undefined> {
	const scope = scopeOf(c, config);
	if (scope === undefined) return undefined;
	const now = Date.now();
	const session = await shownSession(c, scope, now);
	if (session === undefined || session instanceof Refusal) return session;
	if (await handOver(c.env, (org) => org.isSessionOver(session.id))) return refusalOf("it was signed out of");
	const longer = renewed(session, now);
	if (longer !== undefined) await keepSession(c, longer, scope, now);
	return longer ?? session;
}

/** Ends the session of the browser that sent a request, wherever else its token may be by now. */
export async function endSession<E extends WithBindings>(c: Context<E>, config: Config): Promise<void> {
	forgetSession(c);
	const scope = scopeOf(c, config);
	const session = scope && (await shownSession(c, scope, Date.now()));
	if (session === undefined || session instanceof Refusal) return;
	const { id, began } = session;
	await handOver(c.env, (org) => org.endSession(id, began + LIFETIME_MAX));
}

async function shownSession(c: Context, scope: SessionScope, now: number): Promise<Session | Refusal | undefined> {
	const token = sessionToken(c);
	return token === undefined ? undefined : verifySession(token, scope, now).catch(refusalOf);
}

function refusalOf(cause: unknown): Refusal {
	const reason = cause instanceof Error ? cause.message : String(cause);
	return new Refusal(401, `the session is not valid: ${reason}`, "unauthorized");
}
