/**
 * What became of one POST, as far as its answer tells. What to do about it is decided elsewhere (org/drain.ts).
 *
 * `delivered`: Falcosidekick took the alert. `retry`: it could not just now, through no fault of the alert; `after` is
 * how many milliseconds it asked to be left alone. `rejected`: this alert will never be taken. `misconfigured`: what
 * answered is not Falcosidekick's door, or does not let us in; every alert would fare the same.
 */
export type Outcome =
	| { readonly type: "delivered" }
	| { readonly type: "retry"; readonly reason: string; readonly after?: number }
	| { readonly type: "rejected"; readonly reason: string }
	| { readonly type: "misconfigured"; readonly reason: string };

/** The parts of an answer that tell. `body` is its beginning. */
export interface Answer {
	readonly status: number;
	readonly body: string;
	readonly retryAfter: string | null;
}

const CREDENTIALS = "check FALCOSIDEKICK_HEADERS (for Cloudflare Access: the service token and a Service Auth policy)";
const PATH = "check the path of FALCOSIDEKICK_URL";

const misconfigured = (reason: string): Outcome => ({ type: "misconfigured", reason });

/**
 * Falcosidekick's own two refusals (handlers.go), what Go and nginx say to plain HTTP on a TLS port, and what nginx says of
 * client certificates (ngx_http_special_response.c).
 */
const BAD_REQUESTS: readonly (readonly [text: string, outcome: Outcome])[] = [
	["Please send a valid request body", { type: "rejected", reason: "400: Falcosidekick takes it for no valid alert" }],
	[
		"Please send with post http method",
		misconfigured("400: something on the way changed the method; check for redirects or proxies before Falcosidekick"),
	],
	[
		"Client sent an HTTP request to an HTTPS server",
		misconfigured("400: Falcosidekick listens with TLS; use https:// in FALCOSIDEKICK_URL"),
	],
	[
		"The plain HTTP request was sent to HTTPS port",
		misconfigured("400: the proxy listens with TLS; use https:// in FALCOSIDEKICK_URL"),
	],
	[
		"No required SSL certificate was sent",
		misconfigured("400: the proxy wants a client certificate; check the binding FALCOSIDEKICK"),
	],
	[
		"The SSL certificate error",
		misconfigured(
			"400: the proxy does not take the client certificate, which may have expired; upload one that it takes",
		),
	],
];

/** Statuses that mean something other than their hundred does. */
const BY_STATUS: Readonly<Record<number, Outcome>> = {
	401: misconfigured(`401: the credentials were refused; ${CREDENTIALS}`),
	403: misconfigured(`403: access was refused; ${CREDENTIALS}`),
	404: misconfigured(`404: nothing answers there; ${PATH}`),
	408: { type: "retry", reason: "408: the request took too long" },
	413: { type: "rejected", reason: "413: a proxy finds it too large" },
	415: { type: "rejected", reason: "415: a proxy does not take JSON" },
	422: { type: "rejected", reason: "422: a proxy finds it invalid" },
	425: { type: "retry", reason: "425: too early" },
	429: { type: "retry", reason: "429: too many requests" },
	431: { type: "rejected", reason: "431: a proxy finds its headers too large" },
	520: {
		type: "retry",
		reason: "520: no usable answer from the origin (with an mTLS binding: the host must be DNS-only)",
	},
};

/**
 * Reads an answer as Falcosidekick means it: only 200 with an empty body is its yes. A 200 with a body comes from one of
 * its other paths (`/ping`, `/healthz`, `/metrics`) or from a login page, and the alert is gone.
 */
export function outcomeOf(answer: Answer, now: number): Outcome {
	const outcome = judge(answer);
	if (outcome.type !== "retry") return outcome;
	const after = parseRetryAfter(answer.retryAfter, now);
	return after === undefined ? outcome : { ...outcome, after };
}

function judge({ status, body }: Answer): Outcome {
	if (status === 200) {
		return body === ""
			? { type: "delivered" }
			: misconfigured(`200 with a body: not where Falcosidekick takes alerts; ${PATH}`);
	}
	if (status === 400) {
		const known = BAD_REQUESTS.find(([text]) => body.includes(text));
		return known?.[1] ?? { type: "rejected", reason: "400: a proxy refuses it" };
	}
	const known = BY_STATUS[status];
	if (known !== undefined) return known;
	if (status >= 500) return { type: "retry", reason: `${status}: Falcosidekick or what stands before it is not well` };
	if (status >= 300 && status < 400) {
		return misconfigured(
			`${status}: a redirect, which is not followed; check scheme, path and access rules of FALCOSIDEKICK_URL`,
		);
	}
	return misconfigured(`${status}: not an answer of Falcosidekick; check FALCOSIDEKICK_URL`);
}

const MAX_RETRY_AFTER = 3_600_000;

/** `Retry-After` (seconds or an HTTP date) → milliseconds, an hour at most; undefined when it says nothing usable. */
function parseRetryAfter(header: string | null, now: number): number | undefined {
	if (header === null) return undefined;
	const wait = /^\d{1,10}$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
	return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), MAX_RETRY_AFTER);
}
