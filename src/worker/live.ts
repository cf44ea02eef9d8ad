import type { Context } from "hono";
import { SESSION, UNTIL } from "../org/live.ts";
import { configOf, objectName } from "./config.ts";
import { Unavailable } from "./hand-over.ts";
import { isWebSocket, type PageVariables } from "./page-gate.ts";
import { LIFETIME_MAX, type Session } from "./session.ts";

/** Hands a browser's WebSocket over to the org's object, which tells it what changes. For behind the page's gate. */
export async function live(c: Context<{ Bindings: Env; Variables: PageVariables }>): Promise<Response> {
	if (!isWebSocket(c.req.raw)) return c.json({ error: "only a WebSocket" }, 426, { Upgrade: "websocket" });
	const org = c.env.OKTA_ORG.getByName(objectName(configOf(c.env)));
	try {
		// Neither cookies nor tokens go further than the gate.
		return await org.fetch(c.req.url, { headers: { Upgrade: "websocket", ...lineOf(c.var.session, Date.now()) } });
	} catch (cause) {
		throw new Unavailable(cause instanceof Error ? cause.message : String(cause), { cause });
	}
}

/** A page that is open is one that is used, so what it is open by lives as long as it can. */
function lineOf(session: Session | undefined, now: number): Record<string, string> {
	if (session === undefined) return { [UNTIL]: String(now + LIFETIME_MAX) };
	return { [UNTIL]: String(session.began + LIFETIME_MAX), [SESSION]: session.id };
}
