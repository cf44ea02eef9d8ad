import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { ORG_URL } from "../demo/cast.ts";

/** What the Worker is configured with to take tokens, one that it takes, and those that it must not. */
export interface Tokens {
	readonly jwks: string;
	readonly hookUrl: string;
	readonly good: string;
	readonly forged: readonly string[];
}

const HOOK_URL = "https://okta-falco.example.com/okta/events";

export async function makeTokens(): Promise<Tokens> {
	const { publicKey, privateKey } = generateKeyPairSync("ed25519");
	const publicJwk = { ...publicKey.export({ format: "jwk" }), kid: "one" };
	const jwks = JSON.stringify({ keys: [publicJwk] });
	const stranger = generateKeyPairSync("ed25519").privateKey;
	const now = Math.floor(Date.now() / 1000);
	const claims: JWTPayload = { iss: ORG_URL, aud: HOOK_URL, iat: now, exp: now + 86_400 };
	const sign = (payload: JWTPayload, key: KeyObject | Uint8Array, header: { alg?: string; kid?: string } = {}) =>
		new SignJWT(payload).setProtectedHeader({ alg: "EdDSA", kid: "one", ...header }).sign(key);
	return {
		jwks,
		hookUrl: HOOK_URL,
		good: await sign(claims, privateKey),
		forged: [
			new UnsecuredJWT(claims).encode(),
			await sign(claims, new TextEncoder().encode(jwks), { alg: "HS256" }),
			await sign(claims, stranger),
			await sign(claims, privateKey, { kid: "two" }),
			await sign({ ...claims, exp: now - 1 }, privateKey),
			await sign({ ...claims, aud: "https://elsewhere.example.com/okta/events" }, privateKey),
			await sign({ ...claims, iss: "https://evil.okta.com" }, privateKey),
		],
	};
}
