import { SignJWT, UnsecuredJWT } from "jose";
import { describe, expect, test } from "vitest";
import { beginSession, renewed, type SessionScope, signSession, verifySession } from "../../src/worker/session.ts";

const SCOPE: SessionScope = { secret: "an-admin-token-of-forty-characters-or-so", host: "okta-falco.example.com" };

const NOW = Date.UTC(2026, 2, 2, 9, 15);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Claims of a session as it is signed. */
const CLAIMS = {
	iss: "okta-falco",
	aud: "okta-falco.example.com/status",
	jti: "3f8a1c52",
	auth_time: NOW / 1_000,
	exp: NOW / 1_000 + 3_600,
};

function encoded(text: string): string {
	return btoa(text).replaceAll("=", "");
}

/** A token with one of its three parts put another way. */
async function changed(part: number, change: (text: string) => string): Promise<string> {
	const parts = (await signSession(beginSession(NOW), SCOPE)).split(".");
	return parts.map((text, index) => (index === part ? change(text) : text)).join(".");
}

test("a session can be told by its token", async () => {
	const session = beginSession(NOW);
	expect(session).toEqual({ id: expect.any(String), began: NOW, ends: NOW + HOUR });
	expect(await verifySession(await signSession(session, SCOPE), SCOPE, NOW)).toEqual(session);
	expect(beginSession(NOW).id).not.toBe(session.id);
});

test("a session that began within a second is none of the next", async () => {
	const session = beginSession(NOW + 999);
	expect(await verifySession(await signSession(session, SCOPE), SCOPE, NOW + 999)).toEqual(session);
});

test.each<[string, string, () => Promise<string> | string]>([
	["another key", "signature verification failed", () => signSession(beginSession(NOW), { ...SCOPE, secret: "x" })],
	[
		"ADMIN_TOKEN as the key",
		"signature verification failed",
		() => new SignJWT(CLAIMS).setProtectedHeader({ alg: "HS256" }).sign(new TextEncoder().encode(SCOPE.secret)),
	],
	["no signature", '"alg" (Algorithm) Header Parameter value not allowed', () => new UnsecuredJWT(CLAIMS).encode()],
	[
		"no signature, though one is there",
		'"alg" (Algorithm) Header Parameter value not allowed',
		() => changed(0, () => encoded('{"alg":"none"}')),
	],
	[
		"another algorithm",
		'"alg" (Algorithm) Header Parameter value not allowed',
		() => changed(0, () => encoded('{"alg":"HS512"}')),
	],
	[
		"a later end written into it",
		"signature verification failed",
		() => changed(1, () => encoded(JSON.stringify({ ...CLAIMS, exp: NOW }))),
	],
	["a signature cut short", "signature verification failed", () => changed(2, (text) => text.slice(0, -3))],
	[
		"another host",
		'unexpected "aud" claim value',
		() => signSession(beginSession(NOW), { ...SCOPE, host: "evil.example" }),
	],
	["over", '"exp" claim timestamp check failed', () => signSession(beginSession(NOW - HOUR), SCOPE)],
	["no token", "Invalid Compact JWS", () => "x"],
	["nothing", "Invalid Compact JWS", () => ""],
])("%s: it is none", async (_, reason, token) => {
	await expect(verifySession(await token(), SCOPE, NOW)).rejects.toThrow(reason);
});

describe("a session that is used", () => {
	const session = beginSession(NOW);

	test.each([
		["is as it is at first", 4 * MINUTE, undefined],
		["is renewed after five minutes", 5 * MINUTE, NOW + HOUR + 5 * MINUTE],
		["is renewed at its end", HOUR, NOW + 2 * HOUR],
	])("%s", (_, passed, ends) => {
		expect(renewed(session, NOW + passed)).toEqual(ends === undefined ? undefined : { ...session, ends });
	});

	test("is over after twelve hours all the same", async () => {
		let last = session;
		for (let now = NOW; now < NOW + 24 * HOUR && now < last.ends; now += 10 * MINUTE) last = renewed(last, now) ?? last;
		expect(last).toEqual({ ...session, ends: NOW + 12 * HOUR });
		await expect(verifySession(await signSession(last, SCOPE), SCOPE, last.ends)).rejects.toThrow("exp");
	});
});
