import { type Context, Hono } from "hono";
import { lazily } from "../lazily.ts";
import { answerChallenge, CHALLENGE_HEADER } from "../okta/challenge.ts";
import type { EventHook } from "../okta/event-hook.ts";
import { admin } from "./admin.ts";
import { admit } from "./admit.ts";
import { configOf } from "./config.ts";
import { decode } from "./decode.ts";
import { Unavailable } from "./hand-over.ts";
import { handOverHook } from "./hand-over-hook.ts";
import { isWell } from "./health.ts";
import { log } from "./log.ts";
import { logRefusal } from "./log-refusal.ts";
import { measureInto } from "./measure.ts";
import { noteRefusal } from "./note-refusal.ts";
import { page } from "./page.ts";
import { Refusal } from "./refusal.ts";

interface WithBindings {
	Bindings: Env;
}

/** The Worker's routes. They are set up with the first request, since neither the object nor the cron has any use for them. */
export const app = lazily(() => {
	const routes = new Hono<WithBindings>();
	routes.get("/okta/events", takeChallenge);
	routes.post("/okta/events", takeDelivery);
	routes.all("/okta/events", (c) => c.json({ error: "only GET and POST" }, 405, { Allow: "GET, POST" }));
	routes.get("/healthz", tellHealth);
	routes.route("/admin", admin());
	routes.route("/status", page());
	routes.notFound((c) => c.json({ error: "not found" }, 404));
	routes.onError(answerError);
	return routes;
});

/** Okta verifies a hook by this one GET. Who does not know the secret is not answered. */
async function takeChallenge(c: Context<WithBindings>): Promise<Response> {
	await admit(c.req.raw, configOf(c.env));
	const answer = answerChallenge(c.req.header(CHALLENGE_HEADER));
	if (!answer.ok) throw new Refusal(answer.status, answer.reason);
	log("info", "challenge answered");
	return c.body(answer.body, 200, { "Content-Type": "application/json", "X-Content-Type-Options": "nosniff" });
}

/** A delivery. Okta is told yes once it is stored, and may send it again otherwise. */
async function takeDelivery(c: Context<WithBindings>): Promise<Response> {
	const hook = await readDelivery(c);
	const receipt = await handOverHook(c.env, hook);
	const { events, duplicates, rejected, failed, alerts } = receipt;
	measureInto(c.env)("deliveries", "taken", [events, duplicates, rejected, failed, alerts]);
	log("info", "delivery taken", { delivery: hook.eventId, source: hook.source, ...receipt });
	return c.body(null, 204);
}

/** Throws a `Refusal`, of which operators are to know: it is not only the log's. */
async function readDelivery(c: Context<WithBindings>): Promise<EventHook> {
	try {
		const intake = await admit(c.req.raw, configOf(c.env));
		return await decode(c.req.raw, intake);
	} catch (error) {
		if (error instanceof Refusal) c.executionCtx.waitUntil(noteRefusal(c.env, error, Date.now()));
		throw error;
	}
}

/** For whoever watches from outside: says whether all is well, not what is wrong. */
async function tellHealth(c: Context<WithBindings>): Promise<Response> {
	const well = await isWell(c.env);
	return c.json({ status: well ? "ok" : "not ok" }, well ? 200 : 503);
}

async function answerError(error: Error, c: Context<WithBindings>): Promise<Response> {
	if (error instanceof Refusal) {
		await logRefusal(error, c.req.raw, c.env);
		return c.json({ error: error.answer }, error.status);
	}
	const { method, path } = c.req;
	const request = { method, path, ray: c.req.header("CF-Ray") };
	// Okta tries once more after a 503, and never after a 4xx.
	const message = error instanceof Unavailable ? "the org's object is not available" : "a request failed";
	log("error", message, { ...request, status: 503, reason: error.message });
	return c.json({ error: "not available" }, 503);
}
