import type { Answer } from "./answer.ts";
import { errorOf, OktaApiError } from "./okta-api-error.ts";

/** A request to Okta. */
export interface ApiRequest {
	readonly method: "GET" | "POST" | "PUT" | "DELETE";
	readonly url: URL;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
}

export interface TransportOptions {
	/** What sends requests; the global `fetch` unless told. */
	readonly fetch?: (url: URL, init: RequestInit) => Promise<Response>;
	/** How long one answer may take, in milliseconds. Okta itself gives up on a System Log query after 30 s. */
	readonly timeout?: number;
	/** How long the rate limits that one request meets may be waited for, all together, in milliseconds; not at all unless told. */
	readonly patience?: number;
	/** Is told before a wait: how long it is, in milliseconds. */
	readonly onWait?: (milliseconds: number) => void;
	readonly sleep?: (milliseconds: number) => Promise<void>;
}

const TIMEOUT = 35_000;

/** Pauses before a GET that failed on Okta's side is tried again, in milliseconds. */
const RETRIES = [500, 1_500];

/** The way to Okta: sends requests and reads answers, waits for rate limits, follows no redirects. Web APIs only. */
export class Transport {
	readonly #fetch: (url: URL, init: RequestInit) => Promise<Response>;
	readonly #timeout: number;
	readonly #patience: number;
	readonly #onWait: (milliseconds: number) => void;
	readonly #sleep: (milliseconds: number) => Promise<void>;

	constructor({ fetch: send, timeout = TIMEOUT, patience = 0, onWait, sleep }: TransportOptions = {}) {
		this.#fetch = send ?? ((url, init) => fetch(url, init));
		this.#timeout = timeout;
		this.#patience = patience;
		this.#onWait = onWait ?? (() => {});
		this.#sleep = sleep ?? ((milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)));
	}

	/**
	 * Sends a request; `build` makes it anew for each try, because proofs and assertions are good once. A rate limit is waited
	 * for within the patience; a GET that fails on Okta's side is tried three times. Any answer else is handed back.
	 * @throws OktaApiError when no answer comes, or a rate limit outlasts the patience
	 */
	async send(build: () => Promise<ApiRequest>): Promise<Answer> {
		let patience = this.#patience;
		for (let failures = 0; ; ) {
			const request = await build();
			const answer = await this.#try(request);
			const pause = RETRIES[failures];
			if (isOktasFault(answer) && request.method === "GET" && pause !== undefined) {
				failures += 1;
				await this.#sleep(pause);
			} else if (answer instanceof OktaApiError) {
				throw answer;
			} else if (answer.status === 429) {
				patience = await this.#waitFor(errorOf(nameOf(request), answer, Date.now()), patience);
			} else {
				return answer;
			}
		}
	}

	/** What is left of the patience after the wait. */
	async #waitFor(limit: OktaApiError, patience: number): Promise<number> {
		const wait = Math.max(0, (limit.retryAt ?? 0) - Date.now());
		if (wait > patience) throw limit;
		this.#onWait(wait);
		await this.#sleep(wait);
		return patience - wait;
	}

	/** An answer, or why there is none. Only a timer of its own can be ended: AbortSignal.timeout would keep an object awake. */
	async #try(request: ApiRequest): Promise<Answer | OktaApiError> {
		const { method, url, headers = {}, body } = request;
		const ending = new AbortController();
		const timer = setTimeout(() => ending.abort(), this.#timeout);
		try {
			const init = { method, headers: { accept: "application/json", "user-agent": "okta-falco", ...headers } };
			const response = await this.#fetch(url, {
				...init,
				...(body === undefined ? {} : { body }),
				redirect: "manual",
				signal: ending.signal,
			});
			return { status: response.status, headers: response.headers, text: await response.text() };
		} catch (error) {
			const reason = ending.signal.aborted ? `no answer within ${this.#timeout / 1_000} s` : reasonOf(error);
			return new OktaApiError(`${nameOf(request)}: ${reason}`);
		} finally {
			clearTimeout(timer);
		}
	}
}

/** A request in short, without its query. */
export function nameOf({ method, url }: Pick<ApiRequest, "method" | "url">): string {
	return `${method} ${url.host}${url.pathname}`;
}

function isOktasFault(answer: Answer | OktaApiError): boolean {
	return answer instanceof OktaApiError || answer.status >= 500;
}

/** Node hides the reason in `cause`. The message of an error without one may repeat a header that is no header's value. */
function reasonOf(error: unknown): string {
	const { cause } = error as { readonly cause?: unknown };
	if (cause instanceof Error) return cause.message || String((cause as { code?: unknown }).code ?? cause.name);
	return error instanceof TypeError ? "the request cannot be sent" : "the connection failed";
}
