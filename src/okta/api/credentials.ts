import { importJWK } from "jose";
import { isJsonObject, type JsonObject } from "../log-event.ts";
import { type Authorization, apiToken } from "./authorization.ts";
import { type PrivateKey, ServiceApp } from "./service-app.ts";
import type { Transport } from "./transport.ts";

/** The settings by which Okta's API lets one in: either the token, or the app's id and key. */
export interface ApiSettings {
	readonly OKTA_API_TOKEN?: string | undefined;
	readonly OKTA_CLIENT_ID?: string | undefined;
	/** A private JWK in JSON, as Okta's Admin Console shows it when it makes the key. */
	readonly OKTA_PRIVATE_KEY?: string | undefined;
}

/** What is wrong with a setting. Never repeats a value. */
export interface SettingFault {
	readonly name: keyof ApiSettings;
	readonly fault: string;
}

export type ApiAccess =
	| { readonly ok: true; readonly authorization: Authorization }
	| { readonly ok: false; readonly faults: readonly SettingFault[] };

/** Where access is asked for, and for what. */
export interface AccessRequest {
	/** The org's address. */
	readonly org: URL;
	/** OAuth scopes, for a service app; an API token may what its owner may. */
	readonly scopes: readonly string[];
	readonly transport: Transport;
}

/** Makes settings into authorization. Asks Okta nothing yet. */
export async function readApiAccess(settings: ApiSettings, request: AccessRequest): Promise<ApiAccess> {
	const credentials = parseSettings(settings);
	if ("fault" in credentials) return { ok: false, faults: [credentials] };
	if ("token" in credentials) return { ok: true, authorization: apiToken(credentials.token) };
	const { clientId, jwk } = credentials;
	const key = await importKey(jwk);
	if ("fault" in key) return { ok: false, faults: [key] };
	return { ok: true, authorization: new ServiceApp({ ...request, clientId, key }) };
}

/** What is wrong with the settings, as far as it can be told at once; undefined when nothing is. */
export function apiSettingsFault(settings: ApiSettings): SettingFault | undefined {
	const credentials = parseSettings(settings);
	return "fault" in credentials ? credentials : undefined;
}

/** A private key, and what it signs with. */
interface SigningJwk extends JsonObject {
	readonly alg: string;
}

type Credentials = { readonly token: string } | { readonly clientId: string; readonly jwk: SigningJwk } | SettingFault;

function parseSettings(settings: ApiSettings): Credentials {
	const [token, clientId, privateKey] = [
		settings.OKTA_API_TOKEN?.trim(),
		settings.OKTA_CLIENT_ID?.trim(),
		settings.OKTA_PRIVATE_KEY?.trim(),
	];
	if (token) return /^[\x21-\x7e]+$/.test(token) ? { token } : { name: "OKTA_API_TOKEN", fault: "is no token" };
	if (!clientId && !privateKey) {
		const fault = "is not set, nor are OKTA_CLIENT_ID and OKTA_PRIVATE_KEY of a service app";
		return { name: "OKTA_API_TOKEN", fault };
	}
	if (!clientId) return { name: "OKTA_CLIENT_ID", fault: "is not set, though OKTA_PRIVATE_KEY is" };
	if (!/^[\x21-\x7e]+$/.test(clientId)) return { name: "OKTA_CLIENT_ID", fault: "is no client id" };
	if (!privateKey) return { name: "OKTA_PRIVATE_KEY", fault: "is not set, though OKTA_CLIENT_ID is" };
	const jwk = parsePrivateKey(privateKey);
	return typeof jwk === "string" ? { name: "OKTA_PRIVATE_KEY", fault: jwk } : { clientId, jwk };
}

/** What Okta takes, by kind of key (Okta's guide "Build a JWT for client authentication"). */
const ALGORITHMS: Readonly<Record<string, readonly string[]>> = {
	RSA: ["RS256", "RS384", "RS512"],
	"P-256": ["ES256"],
	"P-384": ["ES384"],
	"P-521": ["ES512"],
};

/** The key, or what is wrong with it. */
function parsePrivateKey(json: string): SigningJwk | string {
	const jwk = parse(json);
	if (jwk === undefined) return `is ${/-----BEGIN/.test(json) ? "PEM" : "no JSON"}: give the private key as a JWK`;
	const allowed = ALGORITHMS[String(jwk.kty === "EC" ? jwk.crv : jwk.kty)];
	const alg = jwk.alg ?? allowed?.[0];
	if (typeof alg !== "string" || !allowed?.includes(alg)) return "is no key that Okta takes: RSA, P-256, P-384, P-521";
	return typeof jwk.d === "string" ? { ...jwk, alg } : "is a public key: give the private one";
}

async function importKey(jwk: SigningJwk): Promise<PrivateKey | SettingFault> {
	const name = "OKTA_PRIVATE_KEY";
	try {
		const key = await importJWK(jwk, jwk.alg);
		if (key instanceof Uint8Array) return { name, fault: "is a secret, not a key pair" };
		return { key, alg: jwk.alg, kid: typeof jwk.kid === "string" ? jwk.kid : undefined };
	} catch {
		return { name, fault: "is a JWK with something missing or wrong in it" };
	}
}

function parse(json: string): JsonObject | undefined {
	try {
		const value: unknown = JSON.parse(json);
		return isJsonObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}
