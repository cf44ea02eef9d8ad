import { createLocalJWKSet, type JSONWebKeySet, type LocalJWKSet } from "jose";
import * as z from "zod/mini";
import "./zod-messages.ts";
import { lazily } from "../lazily.ts";
import { isJsonObject, items, member } from "./log-event.ts";

/** What a hook's tokens may be signed with: one algorithm for each kind of key, so that a token cannot choose. */
export const HOOK_ALGORITHMS = ["EdDSA", "ES256", "RS256"] as const;
export type HookAlgorithm = (typeof HOOK_ALGORITHMS)[number];

/** The public keys that tokens are checked with, or what is wrong with them. No fault repeats any part of a key. */
export type HookKeys =
	| { readonly ok: true; readonly keys: LocalJWKSet }
	| { readonly ok: false; readonly faults: readonly string[] };

/** The members of a JWK that are secret (RFC 7518, 6.2.2, 6.3.2 and 6.4.1; RFC 8037, 2). */
const SECRET_MEMBERS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

const publicKey = lazily(() => {
	/** 32 bytes, as Ed25519's and P-256's numbers are. */
	const numberOf32Bytes = z.string().check(z.regex(/^[\w-]{43}$/, "not 43 characters of base64url"));
	const common = {
		kid: z.string().check(z.minLength(1), z.maxLength(256)),
		use: z.optional(z.literal("sig")),
		key_ops: z.optional(z.array(z.literal("verify"))),
	};
	return z.discriminatedUnion("kty", [
		z.object({
			...common,
			kty: z.literal("OKP"),
			crv: z.literal("Ed25519"),
			alg: z.optional(z.literal("EdDSA")),
			x: numberOf32Bytes,
		}),
		z.object({
			...common,
			kty: z.literal("EC"),
			crv: z.literal("P-256"),
			alg: z.optional(z.literal("ES256")),
			x: numberOf32Bytes,
			y: numberOf32Bytes,
		}),
		z.object({
			...common,
			kty: z.literal("RSA"),
			alg: z.optional(z.literal("RS256")),
			// 2048 bits or more, and no more than take a while.
			n: z.string().check(z.regex(/^[\w-]{342,684}$/, "not between 2048 and 4096 bits")),
			e: z.string().check(z.regex(/^[\w-]{1,6}$/, "not an exponent in base64url")),
		}),
	]);
});

/** Reads a set of public keys, as `{"keys": [ … ]}` (RFC 7517). */
export function parseHookKeys(json: string): HookKeys {
	const set = parse(json);
	const keys = items(member(set, "keys"));
	if (keys.length === 0)
		return { ok: false, faults: ['is no set of keys in JSON, such as {"keys":[{"kty":"OKP",…}]}'] };
	const faults = keys.flatMap((key, index) => keyFaults(key).map((fault) => `has in keys[${index}] ${fault}`));
	const ids = new Set(keys.map((key) => member(key, "kid")));
	if (faults.length === 0 && ids.size < keys.length) faults.push("has two keys with one kid");
	if (faults.length > 0) return { ok: false, faults };
	return { ok: true, keys: createLocalJWKSet({ keys: keys.map((key) => publicKey().parse(key)) } as JSONWebKeySet) };
}

function parse(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return undefined;
	}
}

function keyFaults(key: unknown): string[] {
	if (!isJsonObject(key)) return ["no key, which is a JSON object"];
	if (key.kty === "oct" || SECRET_MEMBERS.some((name) => Object.hasOwn(key, name))) {
		return ["a secret key: put its public part here, as `npm run hook -- keygen` prints it, and use another key"];
	}
	const issues = publicKey().safeParse(key).error?.issues ?? [];
	return issues.map(({ path, message, code }) => {
		if (code === "invalid_union") return 'a "kty" that is none of OKP, EC and RSA';
		return `a wrong ${JSON.stringify(path.join("."))}: ${message.replace(/^Invalid input: /, "")}`;
	});
}
