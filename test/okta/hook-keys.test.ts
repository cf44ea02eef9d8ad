import { exportJWK, generateKeyPair, type JWK } from "jose";
import { describe, expect, test } from "vitest";
import { parseHookKeys } from "../../src/okta/hook-keys.ts";

const { publicKey, privateKey } = await generateKeyPair("EdDSA", { extractable: true });
const OKP = { ...(await exportJWK(publicKey)), kid: "one" };
const EC = { ...(await exportJWK((await generateKeyPair("ES256", { extractable: true })).publicKey)), kid: "two" };
const RSA = { ...(await exportJWK((await generateKeyPair("RS256", { extractable: true })).publicKey)), kid: "three" };
const PRIVATE = { ...(await exportJWK(privateKey)), kid: "one" };

const faultsOf = (json: string) => {
	const parsed = parseHookKeys(json);
	return parsed.ok ? [] : parsed.faults;
};
const setOf = (...keys: unknown[]) => JSON.stringify({ keys });

describe("parseHookKeys", () => {
	test("takes one key of each kind, with and without what it is for", () => {
		const parsed = parseHookKeys(setOf(OKP, { ...EC, alg: "ES256", use: "sig", key_ops: ["verify"] }, RSA));
		expect(parsed).toMatchObject({ ok: true });
	});

	test.each([
		["what is not JSON", "{", /no set of keys/],
		["a list of keys", JSON.stringify([OKP]), /no set of keys/],
		["one key alone", JSON.stringify(OKP), /no set of keys/],
		["an empty set", setOf(), /no set of keys/],
		["what is no key", setOf(OKP, "x"), /keys\[1\] no key/],
		["a private key", setOf(OKP, PRIVATE), /keys\[1\] a secret key: put its public part here/],
		["a symmetric key", setOf({ kty: "oct", k: "c2VjcmV0", kid: "x" }), /keys\[0\] a secret key/],
		["a symmetric key that is left out", setOf({ kty: "oct", kid: "x" }), /keys\[0\] a secret key/],
		["a key without a kid", setOf({ ...OKP, kid: undefined }), /keys\[0\] a wrong "kid"/],
		["an unknown kind of key", setOf({ kty: "AKP", pub: "x", kid: "x" }), /"kty" that is none of/],
		["another curve", setOf({ ...EC, crv: "P-384" }), /a wrong "crv": expected "P-256"/],
		["a key for another algorithm", setOf({ ...RSA, alg: "PS256" }), /a wrong "alg": expected "RS256"/],
		["a key for encryption", setOf({ ...OKP, use: "enc" }), /a wrong "use"/],
		["a key to sign with", setOf({ ...OKP, key_ops: ["sign"] }), /a wrong "key_ops.0"/],
		["an RSA key that is too short", setOf({ ...RSA, n: RSA.n?.slice(0, 171) }), /a wrong "n": not between 2048/],
		["a point that is too short", setOf({ ...OKP, x: "AAAA" }), /a wrong "x": not 43 characters/],
		["two keys with one kid", setOf(OKP, { ...EC, kid: "one" }), /two keys with one kid/],
	])("refuses %s", (_, json, fault) => {
		expect(faultsOf(json)).toMatchObject([expect.stringMatching(fault)]);
	});

	test("no fault repeats any of a key", () => {
		const faults = faultsOf(setOf(PRIVATE, { ...RSA, n: "tooshort", e: "?", kid: 7 } as unknown as JWK));
		expect(faults).toHaveLength(4);
		for (const part of [PRIVATE.d, PRIVATE.x, "tooshort"]) expect(faults.join()).not.toContain(part);
	});
});
