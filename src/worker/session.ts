import { jwtVerify, SignJWT } from "jose";

/** A browser that showed ADMIN_TOKEN once, and what it is known by since. Times are milliseconds. */
export interface Session {
	readonly id: string;
	/** When ADMIN_TOKEN was shown. */
	readonly began: number;
	/** When it ends unless it is renewed. */
	readonly ends: number;
}

const HOUR = 3_600_000;

/** An unused session ends after this. */
const LIFETIME = HOUR;

/** A session that is used ends after this. */
export const LIFETIME_MAX = 12 * HOUR;

/** A session is renewed once it is so old, rather than with every request. */
const RENEWED_AFTER = 5 * 60_000;

const ISSUER = "okta-falco";
const ALGORITHM = "HS256";

/** For which host, and by which key: what a session's token holds good for. */
export interface SessionScope {
	/** ADMIN_TOKEN. */
	readonly secret: string;
	/** The host, with its port, that the browser calls. */
	readonly host: string;
}

/** Begins a session. */
export function beginSession(now: number): Session {
	const began = wholeSecond(now);
	return { id: crypto.randomUUID(), began, ends: began + LIFETIME };
}

/** A session that is used lives on, up to its longest; undefined where it is not time for that yet. */
export function renewed(session: Session, now: number): Session | undefined {
	const ends = Math.min(wholeSecond(now) + LIFETIME, session.began + LIFETIME_MAX);
	return ends - session.ends < RENEWED_AFTER ? undefined : { ...session, ends };
}

/** A session as a token that only this Worker can make: a JWT (RFC 7519), which is for the browser's cookie. */
export async function signSession({ id, began, ends }: Session, scope: SessionScope): Promise<string> {
	return new SignJWT({ auth_time: began / 1_000 })
		.setProtectedHeader({ alg: ALGORITHM })
		.setJti(id)
		.setIssuer(ISSUER)
		.setAudience(audienceOf(scope))
		.setExpirationTime(ends / 1_000)
		.sign(await keyOf(scope.secret));
}

/**
 * The session whose token this is. Rejects with jose's error, which says what is wrong, where it is none: another key (and
 * so another ADMIN_TOKEN), another algorithm, another host, over.
 */
export async function verifySession(token: string, scope: SessionScope, now: number): Promise<Session> {
	const { payload } = await jwtVerify(token, await keyOf(scope.secret), {
		algorithms: [ALGORITHM],
		issuer: ISSUER,
		audience: audienceOf(scope),
		requiredClaims: ["exp", "jti", "auth_time"],
		currentDate: new Date(now),
	});
	return {
		id: String(payload.jti),
		began: Number(payload.auth_time) * 1_000,
		ends: Number(payload.exp) * 1_000,
	};
}

/** A JWT has its times in seconds. */
function wholeSecond(milliseconds: number): number {
	return Math.floor(milliseconds / 1_000) * 1_000;
}

function audienceOf({ host }: SessionScope): string {
	return `${host}/status`;
}

let known: { readonly secret: string; readonly key: CryptoKey } | undefined;

/** Made of ADMIN_TOKEN, so that changing that ends all sessions, and of no use as ADMIN_TOKEN. */
async function keyOf(secret: string): Promise<CryptoKey> {
	if (known?.secret === secret) return known.key;
	const bytes = (text: string) => new TextEncoder().encode(text);
	const material = await crypto.subtle.importKey("raw", bytes(secret), "HKDF", false, ["deriveKey"]);
	const key = await crypto.subtle.deriveKey(
		{ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: bytes("okta-falco status page session") },
		material,
		{ name: "HMAC", hash: "SHA-256", length: 256 },
		false,
		["sign", "verify"],
	);
	known = { secret, key };
	return key;
}
