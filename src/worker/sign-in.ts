import { type Context, Hono } from "hono";
import { lazily } from "../lazily.ts";
import { SignIn, type SignInFault } from "../status/sign-in.tsx";
import { notFromHere } from "./admin-gate.ts";
import { type Config, configOf } from "./config.ts";
import { clientOf, isMuted, WINDOW } from "./hearing.ts";
import { log } from "./log.ts";
import { logRefusal } from "./log-refusal.ts";
import { isAdminToken } from "./operator.ts";
import type { PageHeadersVariables } from "./page-headers.ts";
import { endSession, scopeOf, sessionOf } from "./page-session.ts";
import { readBody } from "./read-body.ts";
import { Refusal } from "./refusal.ts";
import { isOwnPage } from "./same-origin.ts";
import { beginSession, type SessionScope } from "./session.ts";
import { keepSession } from "./session-cookie.ts";
import { returnPath, SIGN_IN } from "./sign-in-path.ts";

interface SignInEnv {
	Bindings: Env;
	Variables: PageHeadersVariables;
}

type SignInContext = Context<SignInEnv>;

/** What browsers say of requests that another site's page had them make. */
const ELSEWHERE: readonly string[] = ["cross-site", "same-site"];

/** Signing in to the status page by ADMIN_TOKEN, and out again. Without that there is nothing to sign in by: 404. */
export const signIn = lazily(() => {
	const routes = new Hono<SignInEnv>();
	routes.get("/sign-in", askToSignIn);
	routes.post("/sign-in", takeToken);
	routes.post("/sign-out", signOut);
	return routes;
});

async function askToSignIn(c: SignInContext): Promise<Response> {
	const config = configOf(c.env);
	scope(c, config);
	const to = returnPath(c.req.query("to"), c.req.url);
	const session = await sessionOf(c, config);
	if (session !== undefined && !(session instanceof Refusal)) return c.redirect(to, 303);
	// Who comes by another site's link may have a session whose cookie (SameSite=Strict) comes only from here on.
	if (ELSEWHERE.includes(c.req.header("Sec-Fetch-Site") ?? "")) c.header("Refresh", `0; url=${to}`);
	return form(c, to);
}

async function takeToken(c: SignInContext): Promise<Response> {
	const config = configOf(c.env);
	const sessions = scope(c, config);
	if (isOwnPage(c.req.raw) !== true) throw notFromHere(c.req.raw);
	const fields = new URLSearchParams(new TextDecoder().decode(await readBody(c.req.raw)));
	const to = returnPath(fields.get("to"), c.req.url);
	const now = Date.now();
	const guesser = guesserOf(c.req.raw);
	if (isMuted(guesser, now)) return form(c, to, "too often");
	if (!(await isAdminToken(fields.get("token"), config.adminToken))) {
		await logRefusal(new Refusal(401, "another token was given to sign in"), c.req.raw, c.env, guesser);
		return form(c, to, "another token");
	}
	await keepSession(c, beginSession(now), sessions, now);
	log("info", "signed in", { operator: "ADMIN_TOKEN" });
	return c.redirect(to, 303);
}

/** Who gives tokens, counted apart: pages that are open when their session is over fail as well, and guess nothing. */
function guesserOf(request: Request): string {
	return `sign-in ${clientOf(request)}`;
}

async function signOut(c: SignInContext): Promise<Response> {
	const config = configOf(c.env);
	scope(c, config);
	if (isOwnPage(c.req.raw) !== true) throw notFromHere(c.req.raw);
	await endSession(c, config);
	return c.redirect(SIGN_IN, 303);
}

function scope(c: SignInContext, config: Config): SessionScope {
	const found = scopeOf(c, config);
	if (found === undefined)
		throw new Refusal(404, "ADMIN_TOKEN is not set, so there is nothing to sign in by", "not found");
	return found;
}

const STATUS_OF: Readonly<Record<SignInFault, 401 | 429>> = { "another token": 401, "too often": 429 };

function form(c: SignInContext, to: string, fault?: SignInFault): Response | Promise<Response> {
	if (fault === "too often") c.header("Retry-After", String(WINDOW / 1_000));
	const page = SignIn({ to, fault, nonce: c.var.secureHeadersNonce ?? "" });
	return c.html(page, fault === undefined ? 200 : STATUS_OF[fault]);
}
