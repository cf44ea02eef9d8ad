import { authenticate } from "./authenticate.ts";
import { type CheckedToken, checkHookToken, type HookTokens } from "./hook-token.ts";

/** What a request of an event hook has to show. */
export interface HookCredentials {
	/** Name of the header that carries the secret or the token. */
	readonly header: string;
	/** The secret, and the one before it while Okta may still send that; none where only tokens are taken. */
	readonly secrets: readonly string[];
	/** Signed tokens, where they are taken. */
	readonly tokens: HookTokens | undefined;
	/** The hook's address as tokens have it; without it, the one that is requested. */
	readonly url: string | undefined;
	/** A header with a secret of its own, which has to be right as well. */
	readonly second: { readonly header: string; readonly secrets: readonly string[] } | undefined;
}

/** Whether a request is Okta's: then until when its token is good, in milliseconds; else why not, for the log. */
export type CheckedCredentials =
	| { readonly ok: true; readonly expires: number | undefined }
	| { readonly ok: false; readonly reason: string };

/** Longest header that is looked at, in characters. A Worker's secret can have 5 KB, a token signed with RSA some 1 KB. */
export const HEADER_MAX = 8_192;

/** Checks everything, whatever of it is found wrong first, so that how long it takes tells nothing of the secrets. */
export async function checkCredentials(request: Request, credentials: HookCredentials): Promise<CheckedCredentials> {
	const { header, secrets, tokens, second } = credentials;
	const value = headerOf(request, header);
	const secondValue = second === undefined ? null : headerOf(request, second.header);
	const [isSecret, token, isSecond] = await Promise.all([
		authenticate(value, secrets),
		tokens === undefined ? undefined : checkHookToken(value, tokens, credentials.url ?? addressOf(request)),
		second === undefined || authenticate(secondValue, second.secrets),
	]);
	if (!isSecret && token?.ok !== true) return { ok: false, reason: whyNot(request, header, token) };
	if (second !== undefined && !isSecond) return { ok: false, reason: whyNot(request, second.header, undefined) };
	return { ok: true, expires: !isSecret && token?.ok === true ? token.expires : undefined };
}

/** A value that is longer than any right one counts as none. */
function headerOf(request: Request, name: string): string | null {
	const value = request.headers.get(name);
	return value === null || value.length > HEADER_MAX ? null : value;
}

/** What the hook's URL in Okta is, when it is the address that Okta's request came to. */
function addressOf({ url }: Request): string {
	return url.replace(/[?#].*$/s, "");
}

function whyNot(request: Request, header: string, token: CheckedToken | undefined): string {
	const value = request.headers.get(header);
	if (value === null) return `there is no ${header} header`;
	if (value.length > HEADER_MAX) return `the ${header} header has more than ${HEADER_MAX} characters`;
	if (token === undefined || token.ok) return `the ${header} header has another secret`;
	return `the ${header} header's token ${token.reason}`;
}
