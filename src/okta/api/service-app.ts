import { type CryptoKey, SignJWT } from "jose";
import { member, text } from "../log-event.ts";
import { type Answer, jsonOf } from "./answer.ts";
import type { Authorization } from "./authorization.ts";
import { DpopKey } from "./dpop.ts";
import { errorOf, OktaApiError } from "./okta-api-error.ts";
import { type ApiRequest, nameOf, type Transport } from "./transport.ts";

/** A service app as it is registered in Okta (an "API Services" app), and what it asks for. */
export interface ServiceAppOptions {
	/** The org's address. */
	readonly org: URL;
	readonly clientId: string;
	readonly key: PrivateKey;
	/** Such as `okta.logs.read`; each must be granted to the app. */
	readonly scopes: readonly string[];
	readonly transport: Transport;
}

/** The app's private key. */
export interface PrivateKey {
	readonly key: CryptoKey;
	readonly alg: string;
	/** The name under which Okta knows its public part. */
	readonly kid: string | undefined;
}

interface AccessToken {
	readonly value: string;
	/** When another one is asked for, in milliseconds since the epoch. */
	readonly stale: number;
	/** The key that it is bound to. */
	readonly dpop: DpopKey | undefined;
}

/** A token is replaced this long before it expires, in milliseconds: Okta gives it an hour. */
const RENEW_BEFORE = 300_000;

const ASSERTION_SECONDS = 300;

/** At most: without proof, with one, with one that has the nonce. */
const TRIES = 3;

/**
 * Authorization by access tokens that a service app gets for its key (`private_key_jwt`, Okta's guide "Implement OAuth for
 * Okta with a service app"). A token is kept until shortly before it expires. Proofs of possession are sent where the app
 * requires them, as new apps do.
 */
export class ServiceApp implements Authorization {
	readonly #options: ServiceAppOptions;
	readonly #tokenUrl: URL;
	/** The token that there is, or is being asked for. */
	#token: Promise<AccessToken> | undefined;
	#dpop: DpopKey | undefined;
	/** What Okta asked to have repeated in proofs: at the token endpoint, and at the API. */
	#tokenNonce: string | undefined;
	#apiNonce: string | undefined;

	constructor(options: ServiceAppOptions) {
		this.#options = options;
		this.#tokenUrl = new URL("/oauth2/v1/token", options.org);
	}

	async headers(request: Pick<ApiRequest, "method" | "url">): Promise<Record<string, string>> {
		const { value, dpop } = await this.#accessToken();
		if (dpop === undefined) return { authorization: `Bearer ${value}` };
		const proof = await dpop.proof(request, { nonce: this.#apiNonce, accessToken: value });
		return { authorization: `DPoP ${value}`, dpop: proof };
	}

	/** A token may have been revoked, and an API that wants a nonce says which. */
	learn({ status, headers }: Answer): boolean {
		const nonce = headers.get("dpop-nonce");
		const isNew = nonce !== null && nonce !== this.#apiNonce;
		if (nonce !== null) this.#apiNonce = nonce;
		if (status === 401 && !isNew) this.#token = undefined;
		return status === 401 || (status === 400 && isNew);
	}

	/** Whoever comes while a token is being asked for waits for that one. */
	async #accessToken(): Promise<AccessToken> {
		const before = this.#token;
		const known = await before;
		if (known !== undefined && Date.now() < known.stale) return known;
		if (this.#token === before || this.#token === undefined) this.#token = this.#asking();
		return this.#token;
	}

	/** A failure is told to who waits for this token, and not to those who come later. */
	#asking(): Promise<AccessToken> {
		const asked = this.#ask();
		asked.catch(() => {
			if (this.#token === asked) this.#token = undefined;
		});
		return asked;
	}

	async #ask(): Promise<AccessToken> {
		for (let tries = 1; ; tries++) {
			const answer = await this.#options.transport.send(() => this.#tokenRequest());
			if (answer.status === 200) return this.#read(answer);
			const nonce = answer.headers.get("dpop-nonce");
			const wantsProof = WANTS_PROOF.has(text(member(jsonOf(answer), "error")));
			if (!wantsProof || (this.#dpop !== undefined && nonce === null) || tries === TRIES) {
				throw errorOf(this.#asked, answer, Date.now());
			}
			this.#dpop ??= await DpopKey.generate();
			this.#tokenNonce = nonce ?? this.#tokenNonce;
		}
	}

	async #tokenRequest(): Promise<ApiRequest> {
		const request = { method: "POST" as const, url: this.#tokenUrl };
		const form = new URLSearchParams({
			grant_type: "client_credentials",
			scope: this.#options.scopes.join(" "),
			client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
			client_assertion: await this.#assertion(),
		});
		const proof = await this.#dpop?.proof(request, { nonce: this.#tokenNonce });
		const headers = {
			"content-type": "application/x-www-form-urlencoded",
			...(proof === undefined ? {} : { dpop: proof }),
		};
		return { ...request, headers, body: form.toString() };
	}

	#assertion(): Promise<string> {
		const { clientId, key } = this.#options;
		return new SignJWT({ jti: crypto.randomUUID() })
			.setProtectedHeader({ alg: key.alg, ...(key.kid === undefined ? {} : { kid: key.kid }) })
			.setIssuer(clientId)
			.setSubject(clientId)
			.setAudience(this.#tokenUrl.href)
			.setExpirationTime(Math.floor(Date.now() / 1_000) + ASSERTION_SECONDS)
			.sign(key.key);
	}

	#read(answer: Answer): AccessToken {
		const body = jsonOf(answer);
		const value = text(member(body, "access_token"));
		const lifetime = Number(member(body, "expires_in")) * 1_000;
		if (!/^[\x21-\x7e]+$/.test(value) || !(lifetime > 0)) {
			throw new OktaApiError(`${this.#asked}: the answer has no access token`, { status: answer.status });
		}
		const bound = text(member(body, "token_type")).toLowerCase() === "dpop" ? this.#dpop : undefined;
		return { value, stale: Date.now() + lifetime - Math.min(RENEW_BEFORE, lifetime / 2), dpop: bound };
	}

	get #asked(): string {
		return nameOf({ method: "POST", url: this.#tokenUrl });
	}
}

/** Errors by which the token endpoint asks for a proof, or for its nonce in one. */
const WANTS_PROOF: ReadonlySet<string> = new Set(["invalid_dpop_proof", "use_dpop_nonce"]);
