import type { MiddlewareHandler } from "hono";
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify, type RemoteJWKSet } from "jose";
import { authenticate } from "../okta/authenticate.ts";
import { type AccessSettings, configOf } from "./config.ts";
import { log } from "./log.ts";
import { Refusal } from "./refusal.ts";

/** What the handlers behind the gate find in their context. */
export interface AdminVariables {
	/** Who was let in, for the log: `ADMIN_TOKEN`, or Cloudflare Access's id of a user or service token. */
	operator: string;
}

/** The header in which Cloudflare Access says whom it let through (Access, "Validate JWTs"). */
const ASSERTION = "Cf-Access-Jwt-Assertion";

export interface AdminGateOptions {
	/** Where a team's keys are; Cloudflare's own address of them unless told. */
	readonly certsUrl?: (team: string) => URL;
}

const certsOfTeam = (team: string) => new URL(`https://${team}.cloudflareaccess.com/cdn-cgi/access/certs`);

/**
 * Lets operators through: by `Authorization: Bearer` and ADMIN_TOKEN, or by Cloudflare Access (CF_ACCESS_TEAM and
 * CF_ACCESS_AUD). Everybody else gets a 401, the same whatever is wrong. Where neither is configured there is nothing that
 * would open the doors, so they are not there: 404, as for any other path.
 */
export function adminGate({ certsUrl = certsOfTeam }: AdminGateOptions = {}): MiddlewareHandler<{
	Bindings: Env;
	Variables: AdminVariables;
}> {
	const keysOfTeam = new Map<string, RemoteJWKSet>();
	return async (c, next) => {
		const { adminToken, access } = configOf(c.env);
		if (adminToken === undefined && access === undefined) {
			throw new Refusal(404, "neither ADMIN_TOKEN nor CF_ACCESS_TEAM and CF_ACCESS_AUD are set", "not found");
		}
		const bearer = /^Bearer +(.+)$/i.exec(c.req.header("Authorization") ?? "")?.[1];
		const assertion = c.req.header(ASSERTION);
		const isToken = await authenticate(bearer, adminToken === undefined ? [] : [adminToken]);
		if (isToken) c.set("operator", "ADMIN_TOKEN");
		else if (access !== undefined && assertion !== undefined) {
			const keys = keysOfTeam.get(access.team) ?? createRemoteJWKSet(certsUrl(access.team));
			keysOfTeam.set(access.team, keys);
			c.set("operator", await operatorOf(assertion, access, keys));
			checkOrigin(c.req.raw);
		} else
			throw new Refusal(
				401,
				bearer === undefined ? "there is no bearer token" : "another bearer token",
				"unauthorized",
			);
		await next();
	};
}

async function operatorOf(assertion: string, { team, audience }: AccessSettings, keys: RemoteJWKSet): Promise<string> {
	const issuer = `https://${team}.cloudflareaccess.com`;
	try {
		const { payload } = await jwtVerify(assertion, keys, {
			algorithms: ["RS256"],
			issuer,
			audience,
			requiredClaims: ["exp"],
		});
		return nameOf(payload);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		if (isKeysFault(error)) log("error", "the keys of Cloudflare Access cannot be had", { team, reason });
		throw new Refusal(401, `${ASSERTION} is not valid: ${reason}`, "unauthorized");
	}
}

/** Users have an id of their own; service tokens have an empty one, and the name of the client. */
function nameOf({ sub, common_name: client }: JWTPayload): string {
	return `Cloudflare Access ${sub || String(client ?? "")}`.trim();
}

/** Whether it is not the token's fault. */
function isKeysFault(error: unknown): boolean {
	return (
		!(error instanceof errors.JOSEError) || error instanceof errors.JWKSTimeout || error.code === "ERR_JOSE_GENERIC"
	);
}

/**
 * Access knows a browser by its cookie, which the browser sends along whoever's page makes it act. Browsers say whose page
 * that is with everything but a plain GET.
 */
function checkOrigin({ method, headers, url }: Request): void {
	if (method === "GET" || method === "HEAD") return;
	const origin = headers.get("Origin");
	const isOwn = origin === null ? headers.get("Sec-Fetch-Site") === null : origin === URL.parse(url)?.origin;
	if (!isOwn) throw new Refusal(403, "a page of another site sent this", "another site's page must not do this");
}
