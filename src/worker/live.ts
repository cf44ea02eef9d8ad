import type { Context } from "hono";
import { isWebSocket, SESSION, UNTIL } from "../org/live.ts";
import { configOf, objectName } from "./config.ts";
import { Unavailable } from "./hand-over.ts";
import type { PageVariables } from "./page-gate.ts";
import { LIFETIME_MAX } from "./session.ts";

/** Hands a browser's WebSocket over to the org's object, which tells it what changes. For behind the page's gate. */
export async function live(c: Context<{ Bindings: Env; Variables: PageVariables }>): Promise<Response> {
	if (!isWebSocket(c.req.raw)) return c.json({ error: "only a WebSocket" }, 426, { Upgrade: "websocket" });
	const org = c.env.OKTA_ORG.getByName(objectName(configOf(c.env)));
	try {
		// Neither cookies nor tokens go further than the gate.
		return await org.fetch(c.req.url, { headers: { Upgrade: "websocket", ...lineOf(c.var, Date.now()) } });
	} catch (cause) {
		throw new Unavailable(cause instanceof Error ? cause.message : String(cause), { cause });
	}
}

/** A page that is open is one that is used, so what it is open by lives as long as it can. */
function lineOf({ session, until = Number.POSITIVE_INFINITY }: PageVariables, now: number): Record<string, string> {
	const longest = (session?.began ?? now) + LIFETIME_MAX;
	return { [UNTIL]: String(Math.min(longest, until)), ...(session && { [SESSION]: session.id }) };
}
