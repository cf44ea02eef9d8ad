import type { Answer } from "./answer.ts";
import type { ApiRequest } from "./transport.ts";

/** What gets requests past Okta's door. */
export interface Authorization {
	/** The headers that one request needs. @throws OktaApiError when Okta gives no token */
	headers(request: Pick<ApiRequest, "method" | "url">): Promise<Record<string, string>>;
	/** Learns from an answer; whether a request that was refused (401) may be let in if it is sent again with new headers. */
	learn(answer: Answer): boolean;
}

/** Authorization by an API token of Okta's own kind, which an admin makes (Security, API, Tokens). */
export function apiToken(token: string): Authorization {
	return {
		headers: async () => ({ authorization: `SSWS ${token}` }),
		learn: () => false,
	};
}
