import { Hono } from "hono";
import { answerChallenge, CHALLENGE_HEADER } from "../okta/challenge.ts";
import { admit } from "./admit.ts";
import { configOf } from "./config.ts";
import { decode } from "./decode.ts";
import { handOver, Unavailable } from "./hand-over.ts";
import { log } from "./log.ts";
import { Refusal } from "./refusal.ts";

/** The Worker's routes. */
export const app = new Hono<{ Bindings: Env }>();

/** Okta verifies a hook by this one GET. Who does not know the secret is not answered. */
app.get("/okta/events", async (c) => {
	await admit(c.req.raw, configOf(c.env));
	const answer = answerChallenge(c.req.header(CHALLENGE_HEADER));
	if (!answer.ok) throw new Refusal(answer.status, answer.reason);
	log("info", "challenge answered");
	return c.body(answer.body, 200, { "Content-Type": "application/json", "X-Content-Type-Options": "nosniff" });
});

/** A delivery. Okta is told yes once it is stored, and may send it again otherwise. */
app.post("/okta/events", async (c) => {
	const intake = await admit(c.req.raw, configOf(c.env));
	const hook = await decode(c.req.raw, intake);
	const receipt = await handOver(c.env, (org) => org.receive(hook));
	log("info", "delivery taken", { delivery: hook.eventId, source: hook.source, ...receipt });
	return c.body(null, 204);
});

app.all("/okta/events", (c) => c.json({ error: "only GET and POST" }, 405, { Allow: "GET, POST" }));

/** For whoever watches from outside: says whether, not why. */
app.get("/healthz", (c) => {
	const isWell = configOf(c.env).faults.length === 0;
	return c.json({ status: isWell ? "ok" : "not ok" }, isWell ? 200 : 503);
});

app.notFound((c) => c.json({ error: "not found" }, 404));

app.onError((error, c) => {
	const { method, path } = c.req;
	const request = { method, path, ray: c.req.header("CF-Ray") };
	if (error instanceof Refusal) {
		log(error.status < 500 ? "warn" : "error", "request refused", {
			...request,
			status: error.status,
			reason: error.message,
		});
		return c.json({ error: error.answer }, error.status);
	}
	// Okta tries once more after a 503, and never after a 4xx.
	const message = error instanceof Unavailable ? "the org's object is not available" : "a request failed";
	log("error", message, { ...request, status: 503, reason: error.message });
	return c.json({ error: "not available" }, 503);
});
