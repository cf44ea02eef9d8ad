import { type Context, Hono, type Next } from "hono";
import { lazily } from "../lazily.ts";
import { live } from "./live.ts";
import { type PageVariables, pageGate } from "./page-gate.ts";
import { type PageHeadersVariables, pageHeaders } from "./page-headers.ts";
import { Refusal } from "./refusal.ts";
import { signIn } from "./sign-in.ts";
import { showUnavailable, status } from "./status.tsx";

/** All under /status, in this order: what is registered before the gate is open to strangers. */
export const page = lazily(() => {
	const routes = new Hono<{ Bindings: Env; Variables: PageVariables & PageHeadersVariables }>();
	const gate = pageGate();
	routes.onError(showUnavailable);
	routes.use(withHost);
	// The headers of a WebSocket's answer are the platform's own.
	routes.get("/live", gate, live);
	routes.use(pageHeaders());
	routes.route("/", signIn());
	routes.use(gate);
	routes.route("/", status());
	return routes;
});

/** Cookies, sessions and ways back depend on the host. Cloudflare's edge sees to it that there is one; workerd itself does not. */
function withHost(c: Context, next: Next): Promise<void> {
	if (!URL.canParse(c.req.url)) throw new Refusal(400, "the Host header names no host");
	return next();
}
