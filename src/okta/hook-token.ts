import { type JWTVerifyGetKey, jwtVerify, type LocalJWKSet } from "jose";
import { JOSEError, JWKSNoMatchingKey, JWTClaimValidationFailed } from "jose/errors";
import { HOOK_ALGORITHMS } from "./hook-keys.ts";

/** What a hook's token must say, and what it is checked with. */
export interface HookTokens {
	readonly keys: LocalJWKSet;
	/** The org's address, as `iss` has it: `https://acme.okta.com`. */
	readonly issuer: string;
}

/** Whether a token is good, until when in milliseconds where it says, and for the log why it is not. */
export type CheckedToken =
	| { readonly ok: true; readonly expires: number | undefined }
	| { readonly ok: false; readonly reason: string };

const BEARER = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;

/**
 * Checks `Bearer <JWT>` (RFC 7519), signed by whoever configured the hook: Okta itself signs nothing and sends it with
 * every request as it would a secret. It is good for one org and one hook's address, `audience`, until it expires, and a
 * Worker that holds only public keys has nothing that forging one takes.
 */
export async function checkHookToken(
	value: string | null,
	{ keys, issuer }: HookTokens,
	audience: string,
): Promise<CheckedToken> {
	const [, token] = BEARER.exec(value?.trim() ?? "") ?? [];
	if (token === undefined) return { ok: false, reason: "is no bearer token" };
	const keyOf: JWTVerifyGetKey = (header, input) => {
		// With one key in the set jose would take a token that names none.
		if (typeof header.kid !== "string") throw new JWKSNoMatchingKey();
		return keys(header, input);
	};
	try {
		const { payload } = await jwtVerify(token, keyOf, { algorithms: [...HOOK_ALGORITHMS], issuer, audience });
		return { ok: true, expires: payload.exp === undefined ? undefined : payload.exp * 1000 };
	} catch (error) {
		return { ok: false, reason: reasonOf(error) };
	}
}

/** By jose's error codes: what an operator can have got wrong. Anything else is a forgery's to be. */
const REASONS: Readonly<Record<string, string>> = {
	ERR_JWT_EXPIRED: "has expired: make another with `npm run hook -- token`",
	ERR_JWKS_NO_MATCHING_KEY: "is signed with a key that is not in OKTA_HOOK_JWKS",
	ERR_JOSE_ALG_NOT_ALLOWED: `is not signed with one of ${HOOK_ALGORITHMS.join(", ")}`,
	ERR_JWS_SIGNATURE_VERIFICATION_FAILED: "has a wrong signature",
};

function reasonOf(error: unknown): string {
	if (error instanceof JWTClaimValidationFailed) {
		return `has a wrong ${error.claim}: it is for another org, another address, or a later time`;
	}
	return (error instanceof JOSEError ? REASONS[error.code] : undefined) ?? "is no token that can be checked";
}
