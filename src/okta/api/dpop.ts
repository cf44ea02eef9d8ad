import { base64url, type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import type { ApiRequest } from "./transport.ts";

const ALGORITHM = "ES256";

/** What a proof is about, beside the request. */
interface ProofDetails {
	/** What the server asked to have repeated. */
	readonly nonce?: string | undefined;
	/** The token that is sent with the request. */
	readonly accessToken?: string;
}

/**
 * A key that access tokens are bound to, so that they are worth nothing without it: Demonstrating Proof of Possession
 * (RFC 9449; Okta's guide "Configure OAuth 2.0 DPoP"). It is made here and never leaves the process.
 */
export class DpopKey {
	readonly #privateKey: CryptoKey;
	readonly #publicJwk: JWK;

	private constructor(privateKey: CryptoKey, publicJwk: JWK) {
		this.#privateKey = privateKey;
		this.#publicJwk = publicJwk;
	}

	static async generate(): Promise<DpopKey> {
		const { privateKey, publicKey } = await generateKeyPair(ALGORITHM);
		return new DpopKey(privateKey, await exportJWK(publicKey));
	}

	/** The value of the `DPoP` header for one request, good once. */
	async proof({ method, url }: Pick<ApiRequest, "method" | "url">, details: ProofDetails): Promise<string> {
		const { nonce, accessToken } = details;
		const claims = {
			htm: method,
			htu: `${url.origin}${url.pathname}`,
			jti: crypto.randomUUID(),
			...(nonce === undefined ? {} : { nonce }),
			...(accessToken === undefined ? {} : { ath: await hashOf(accessToken) }),
		};
		return new SignJWT(claims)
			.setProtectedHeader({ typ: "dpop+jwt", alg: ALGORITHM, jwk: this.#publicJwk })
			.setIssuedAt()
			.sign(this.#privateKey);
	}
}

async function hashOf(accessToken: string): Promise<string> {
	return base64url.encode(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(accessToken))));
}
