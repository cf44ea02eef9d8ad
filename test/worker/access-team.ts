import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

/** A team of Cloudflare Access, and what it says of whom it lets through. */

export const AUD = "0123456789abcdef".repeat(4);

/** The settings by which the team is believed. */
export const ACCESS = { CF_ACCESS_TEAM: "acme", CF_ACCESS_AUD: AUD };

export const team = await generateKeyPair("RS256", { extractable: true });

/** What is at the address of the team's keys. */
export const CERTS = JSON.stringify({
	keys: [{ ...(await exportJWK(team.publicKey)), kid: "team key", use: "sig" }],
});

/** What the team says of a user; a claim that is set to undefined is left out. */
export function claims(changes: { [Claim in keyof JWTPayload]: JWTPayload[Claim] | undefined } = {}): JWTPayload {
	const now = Math.floor(Date.now() / 1000);
	const issued = { iss: "https://acme.cloudflareaccess.com", aud: [AUD], sub: "user-1", iat: now, exp: now + 3600 };
	return { ...issued, ...changes } as JWTPayload;
}

/** The header in which it says so. */
export async function assertion(payload = claims(), key = team.privateKey, kid = "team key", alg = "RS256") {
	const jwt = await new SignJWT(payload).setProtectedHeader({ alg, kid }).sign(key);
	return { "Cf-Access-Jwt-Assertion": jwt };
}
