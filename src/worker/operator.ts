import { createRemoteJWKSet, type JWTPayload, jwtVerify, type RemoteJWKSet } from "jose";
import { JOSEError, JWKSTimeout } from "jose/errors";
import { messageOf } from "../message-of.ts";
import { authenticate } from "../okta/authenticate.ts";
import type { AccessSettings, Config } from "./config.ts";
import { log } from "./log.ts";
import { Refusal } from "./refusal.ts";

/** Who operates, as a request shows by itself. */
export interface Operator {
	/** For the log: `ADMIN_TOKEN`, or Cloudflare Access's id of a user or service token. */
	readonly name: string;
	/** Whether a browser sends what showed it along whoever's page makes it act. */
	readonly isAmbient: boolean;
	/** When what showed it is over, in milliseconds; left out where it has no end. */
	readonly until?: number;
}

/** What the handlers behind a gate find in their context. */
export interface OperatorVariables {
	/** Who was let in, for the log. */
	operator: string;
}

/** What may be told otherwise than it is by itself. */
export interface OperatorOptions {
	/** Where a team's keys are; Cloudflare's own address of them unless told. */
	readonly certsUrl?: ((team: string) => URL) | undefined;
}

/** The header in which Cloudflare Access says whom it let through (Access, "Validate JWTs"). */
const ASSERTION = "Cf-Access-Jwt-Assertion";

const certsOfTeam = (team: string) => new URL(`https://${team}.cloudflareaccess.com/cdn-cgi/access/certs`);

/**
 * Tells who operates: by `Authorization: Bearer` and ADMIN_TOKEN, or by Cloudflare Access (CF_ACCESS_TEAM and
 * CF_ACCESS_AUD). Gives a refusal, 401, where a request shows neither.
 */
export function operatorReader({ certsUrl = certsOfTeam }: OperatorOptions = {}) {
	const keysOfTeam = new Map<string, RemoteJWKSet>();
	return async ({ headers }: Request, { adminToken, access }: Config): Promise<Operator | Refusal> => {
		const bearer = /^Bearer +(.+)$/i.exec(headers.get("Authorization") ?? "")?.[1];
		if (await isAdminToken(bearer, adminToken)) return { name: "ADMIN_TOKEN", isAmbient: false };
		const assertion = headers.get(ASSERTION);
		if (access === undefined || assertion === null) {
			const reason = bearer === undefined ? "there is no bearer token" : "another bearer token";
			return new Refusal(401, reason, "unauthorized");
		}
		const keys = keysOfTeam.get(access.team) ?? createRemoteJWKSet(certsUrl(access.team));
		keysOfTeam.set(access.team, keys);
		return byAccess(assertion, access, keys);
	};
}

/** Whether a text is ADMIN_TOKEN, in constant time; never where there is none. */
export function isAdminToken(text: string | null | undefined, adminToken: string | undefined): Promise<boolean> {
	return authenticate(text, adminToken === undefined ? [] : [adminToken]);
}

/** Where nothing is configured that would open the operators' doors, they are not there: throws 404, as any other path. */
export function requireDoors({ adminToken, access }: Config): void {
	if (adminToken === undefined && access === undefined) {
		throw new Refusal(404, "neither ADMIN_TOKEN nor CF_ACCESS_TEAM and CF_ACCESS_AUD are set", "not found");
	}
}

async function byAccess(
	assertion: string,
	{ team, audience }: AccessSettings,
	keys: RemoteJWKSet,
): Promise<Operator | Refusal> {
	const issuer = `https://${team}.cloudflareaccess.com`;
	try {
		const { payload } = await jwtVerify(assertion, keys, {
			algorithms: ["RS256"],
			issuer,
			audience,
			requiredClaims: ["exp"],
		});
		return { name: nameOf(payload), isAmbient: true, until: (payload.exp ?? 0) * 1_000 };
	} catch (error) {
		const reason = messageOf(error);
		if (isKeysFault(error)) log("error", "the keys of Cloudflare Access cannot be had", { team, reason });
		return new Refusal(401, `${ASSERTION} is not valid: ${reason}`, "unauthorized");
	}
}

/** Users have an id of their own; service tokens have an empty one, and the name of the client. */
function nameOf({ sub, common_name: client }: JWTPayload): string {
	return `Cloudflare Access ${sub || String(client ?? "")}`.trim();
}

/** Whether it is not the token's fault. */
function isKeysFault(error: unknown): boolean {
	return !(error instanceof JOSEError) || error instanceof JWKSTimeout || error.code === "ERR_JOSE_GENERIC";
}
