/** Requests that one run sends, those for tokens and those sent again among them: the Free plan allows 50 an invocation. */
const REQUESTS_MAX = 40;

/** The part of its rate limit that a run leaves to others who read the log. */
const LEFT_TO_OTHERS = 0.5;

const LOG_PATH = "/api/v1/logs";

/** Sends a run's requests, counts them, and reads from the answers how much of Okta's rate limit is left. */
export class SweepRequests {
	#sent = 0;
	#limit = 0;
	#remaining = Number.POSITIVE_INFINITY;

	/** A new run. */
	begin(): void {
		this.#sent = 0;
		this.#limit = 0;
		this.#remaining = Number.POSITIVE_INFINITY;
	}

	/** Whether another page may be asked for in this run. */
	get mayGoOn(): boolean {
		return this.#sent < REQUESTS_MAX && this.#remaining > this.#limit * LEFT_TO_OTHERS;
	}

	readonly fetch = async (url: URL, init: RequestInit): Promise<Response> => {
		this.#sent++;
		const response = await fetch(url, init);
		if (url.pathname === LOG_PATH) this.#learn(response.headers);
		return response;
	};

	/** Okta's page "Rate limits": what a minute allows, and what is left of it. An answer without these says nothing. */
	#learn(headers: Headers): void {
		const [limit, remaining] = ["X-Rate-Limit-Limit", "X-Rate-Limit-Remaining"].map((name) => {
			const value = headers.get(name);
			return value === null ? Number.NaN : Number(value);
		});
		if (limit === undefined || remaining === undefined || !(limit > 0) || !(remaining >= 0)) return;
		this.#limit = limit;
		this.#remaining = remaining;
	}
}
