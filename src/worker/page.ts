import { Hono } from "hono";
import { lazily } from "../okta/lazily.ts";
import { live } from "./live.ts";
import { type PageVariables, pageGate } from "./page-gate.ts";
import { type PageHeadersVariables, pageHeaders } from "./page-headers.ts";
import { signIn } from "./sign-in.ts";
import { showUnavailable, status } from "./status.tsx";

/** All under /status, in this order: what is registered before the gate is open to strangers. */
export const page = lazily(() => {
	const routes = new Hono<{ Bindings: Env; Variables: PageVariables & PageHeadersVariables }>();
	const gate = pageGate();
	routes.onError(showUnavailable);
	// The headers of a WebSocket's answer are the platform's own.
	routes.get("/live", gate, live);
	routes.use(pageHeaders());
	routes.route("/", signIn());
	routes.use(gate);
	routes.route("/", status());
	return routes;
});
