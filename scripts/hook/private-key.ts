import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { calculateJwkThumbprint, type JWK } from "jose";
import { messageOf } from "../../src/message-of.ts";
import type { HookAlgorithm } from "../../src/okta/hook-keys.ts";
import { callerPath } from "../caller-path.ts";

/** A private key that signs a hook's tokens. */
export interface PrivateKey {
	readonly key: KeyObject;
	readonly alg: HookAlgorithm;
	/** The public part, as it goes into OKTA_HOOK_JWKS. */
	readonly publicJwk: JWK & { readonly kid: string };
}

/**
 * Reads a private key from a file: a JWK, as `keygen` writes it, or PEM, as OpenSSL does. It is known by `kid`, or else
 * by the JWK's own, or by its thumbprint (RFC 7638). Throws an Error that says what is wrong, and nothing of the key.
 */
export async function readPrivateKey(file: string, kid?: string): Promise<PrivateKey> {
	const text = contentOf(file);
	const jwk = parseJwk(text);
	const key = keyOf(file, jwk ?? text);
	return describeKey(key, file, kid ?? (typeof jwk?.kid === "string" ? jwk.kid : undefined));
}

/** What is to be known of a private key. `name` stands for it in an error. */
export async function describeKey(key: KeyObject, name: string, kid?: string): Promise<PrivateKey> {
	const alg = algorithmOf(key);
	if (alg === undefined) throw new Error(`${name} is no Ed25519, P-256 or RSA key of 2048 to 4096 bits.`);
	const publicJwk = createPublicKey(key).export({ format: "jwk" });
	return {
		key,
		alg,
		publicJwk: { ...publicJwk, kid: kid ?? (await calculateJwkThumbprint(publicJwk)), alg, use: "sig" },
	};
}

function contentOf(file: string): string {
	try {
		return readFileSync(callerPath(file), "utf8");
	} catch (error) {
		throw new Error(`${file} cannot be read: ${messageOf(error)}`);
	}
}

function parseJwk(text: string): JsonWebKey | undefined {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function keyOf(file: string, key: JsonWebKey | string): KeyObject {
	try {
		return typeof key === "string" ? createPrivateKey(key) : createPrivateKey({ key, format: "jwk" });
	} catch {
		throw new Error(`${file} is no private key: give a JWK that \`keygen\` wrote, or PEM without a passphrase.`);
	}
}

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): HookAlgorithm | undefined {
	const { modulusLength = 0, namedCurve } = asymmetricKeyDetails ?? {};
	if (asymmetricKeyType === "ed25519") return "EdDSA";
	if (asymmetricKeyType === "ec" && namedCurve === "prime256v1") return "ES256";
	return asymmetricKeyType === "rsa" && modulusLength >= 2048 && modulusLength <= 4096 ? "RS256" : undefined;
}
