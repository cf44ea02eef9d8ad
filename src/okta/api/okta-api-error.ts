import { items, member, text } from "../log-event.ts";
import { type Answer, jsonOf } from "./answer.ts";
import { resetTime } from "./rate-limit.ts";

/**
 * Okta did not do what it was asked to. The message says what was asked, what Okta said, and where it is known what to do
 * about it; it holds no header, no body and no query of the request, and so no secret.
 */
export class OktaApiError extends Error {
	override readonly name = "OktaApiError";
	/** The HTTP status; 0 when no answer came. */
	readonly status: number;
	/** `E0000006`, or at the token endpoint `invalid_client`; undefined where Okta gave none. */
	readonly code: string | undefined;
	/** When Okta may be asked again, in milliseconds since the epoch, where it is about a rate limit. */
	readonly retryAt: number | undefined;

	constructor(
		message: string,
		details: {
			readonly status?: number;
			readonly code?: string | undefined;
			readonly retryAt?: number | undefined;
		} = {},
	) {
		super(message);
		this.status = details.status ?? 0;
		this.code = details.code;
		this.retryAt = details.retryAt;
	}
}

/** An answer that is no success as an error. `asked` is the request in short: `GET acme.okta.com/api/v1/logs`. */
export function errorOf(asked: string, answer: Answer, now: number): OktaApiError {
	const { status, headers } = answer;
	const body = jsonOf(answer);
	const code = shortText(member(body, "errorCode")) ?? shortText(member(body, "error"));
	const summary = shortText(member(body, "errorSummary")) ?? shortText(member(body, "error_description"));
	const causes = items(member(body, "errorCauses")).flatMap((cause) => shortText(member(cause, "errorSummary")) ?? []);
	const said = [code, summary, ...causes.slice(0, CAUSES_MAX)].filter((part) => part !== undefined);
	const retryAt = status === 429 ? resetTime(headers, now) : undefined;
	const parts = [
		`${asked}: ${status}`,
		said.join(": ") || "with no reason that Okta's API gives",
		retryAt === undefined ? hintFor(answer, code) : `The limit lasts until ${new Date(retryAt).toISOString()}`,
	];
	return new OktaApiError(parts.filter((part) => part !== undefined).join(". "), { status, code, retryAt });
}

/** Okta's texts are sentences; whatever is much longer is not one. */
const TEXT_MAX = 500;
const CAUSES_MAX = 5;

function shortText(value: unknown): string | undefined {
	const said = text(value).replaceAll(/\s+/g, " ").trim().replace(/\.$/, "");
	return said === "" ? undefined : said.slice(0, TEXT_MAX);
}

function hintFor({ status, headers }: Answer, code: string | undefined): string | undefined {
	if (status >= 300 && status < 400) return redirectHint(headers);
	if (/insufficient_scope/.test(headers.get("www-authenticate") ?? "")) return HINTS.invalid_scope;
	return HINTS[code ?? status];
}

function redirectHint(headers: Headers): string {
	const to = URL.parse(headers.get("location") ?? "")?.host;
	return `Okta redirects${to === undefined ? "" : ` to ${to}`}: is OKTA_ORG_URL the org's own address, without -admin?`;
}

/** By Okta's code or else the HTTP status: what an operator can do (Okta's page "Error codes"; RFC 6749, 5.2). */
const HINTS: Readonly<Record<string, string>> = {
	E0000004: "The API token is wrong, expired or revoked",
	E0000011: "The API token is wrong, expired or revoked: a token that is not used for 30 days expires",
	E0000006: "The token's owner, or the service app, lacks an admin role that may do this",
	invalid_client: "Check OKTA_CLIENT_ID, and that the public part of OKTA_PRIVATE_KEY is among the app's keys",
	invalid_scope: "Grant the scope to the service app: Applications, the app, Okta API Scopes",
	"404": "Is OKTA_ORG_URL the address of an Okta org?",
};
