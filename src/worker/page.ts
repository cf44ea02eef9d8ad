import { Hono } from "hono";
import { live } from "./live.ts";
import { type PageVariables, pageGate } from "./page-gate.ts";
import { type PageHeadersVariables, pageHeaders } from "./page-headers.ts";
import { signIn } from "./sign-in.ts";
import { showUnavailable, status } from "./status.tsx";

const gate = pageGate();

/** All under /status, in this order: what is registered before the gate is open to strangers. */
export const page = new Hono<{ Bindings: Env; Variables: PageVariables & PageHeadersVariables }>();

page.onError(showUnavailable);

// The headers of a WebSocket's answer are the platform's own.
page.get("/live", gate, live);
page.use(pageHeaders());
page.route("/", signIn);
page.use(gate);
page.route("/", status);
