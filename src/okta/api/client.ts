import { member } from "../log-event.ts";
import { type Answer, jsonOf } from "./answer.ts";
import type { Authorization } from "./authorization.ts";
import { nextLink } from "./next-link.ts";
import { errorOf, OktaApiError } from "./okta-api-error.ts";
import { type ApiRequest, nameOf, type Transport } from "./transport.ts";

export interface OktaApiOptions {
	/** The org's address. */
	readonly org: URL;
	readonly authorization: Authorization;
	readonly transport: Transport;
}

/** A part of a list, and where it goes on. */
export interface Page {
	readonly items: readonly unknown[];
	readonly next: URL | undefined;
}

/** Okta's management API, of one org. Everything throws `OktaApiError`. Runs wherever there is `fetch` and Web Crypto. */
export class OktaApi {
	readonly org: URL;
	readonly #authorization: Authorization;
	readonly #transport: Transport;

	constructor({ org, authorization, transport }: OktaApiOptions) {
		this.org = org;
		this.#authorization = authorization;
		this.#transport = transport;
	}

	/** What Okta answers to a request: JSON, or undefined when there is nothing in the answer. `path` is below the org's address. */
	async request(method: ApiRequest["method"], path: string, body?: unknown): Promise<unknown> {
		const { answer, asked } = await this.#send(method, this.#urlOf(path), body);
		return answer.text === "" ? undefined : this.#json(answer, asked);
	}

	/** A page of a list: by its path, or by the address that the page before gave. */
	async page(at: string | URL): Promise<Page> {
		const { answer, asked } = await this.#send("GET", typeof at === "string" ? this.#urlOf(at) : at);
		const items = this.#json(answer, asked);
		if (!Array.isArray(items)) throw new OktaApiError(`${asked}: the answer is no list`, { status: answer.status });
		return { items, next: nextLink(answer.headers, this.org) };
	}

	/** All items of a list, page after page. */
	async *list(path: string): AsyncGenerator<unknown> {
		for (let at: string | URL | undefined = path; at !== undefined; ) {
			const { items, next }: Page = await this.page(at);
			yield* items;
			at = next;
		}
	}

	#urlOf(path: string): URL {
		return new URL(path, this.org);
	}

	async #send(method: ApiRequest["method"], url: URL, body?: unknown): Promise<{ answer: Answer; asked: string }> {
		const asked = nameOf({ method, url });
		if (url.origin !== this.org.origin) throw new OktaApiError(`${asked}: that is not at ${this.org.origin}`);
		let answer = await this.#transport.send(() => this.#build(method, url, body));
		if (this.#authorization.learn(answer)) answer = await this.#transport.send(() => this.#build(method, url, body));
		if (answer.status < 200 || answer.status > 299) throw errorOf(asked, answer, Date.now());
		return { answer, asked };
	}

	async #build(method: ApiRequest["method"], url: URL, body: unknown): Promise<ApiRequest> {
		const headers = await this.#authorization.headers({ method, url });
		if (body === undefined) return { method, url, headers };
		return { method, url, headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) };
	}

	#json(answer: Answer, asked: string): unknown {
		const value = jsonOf(answer);
		if (value !== undefined && member(value, "errorCode") === undefined) return value;
		throw new OktaApiError(
			`${asked}: ${answer.status}, but the answer is none of Okta's API. Is ${this.org.origin} an org?`,
			{
				status: answer.status,
			},
		);
	}
}
