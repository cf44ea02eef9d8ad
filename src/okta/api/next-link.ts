import { OktaApiError } from "./okta-api-error.ts";

/**
 * Where a list goes on, as its `Link` headers say (RFC 8288; Okta's page "Core API basics", Pagination); undefined at its
 * end. It is followed as it came.
 * @throws OktaApiError when it leads away from the org: requests carry a token
 */
export function nextLink(headers: Headers, org: URL): URL | undefined {
	const links = (headers.get("link") ?? "").matchAll(/<([^>]*)>((?:\s*;\s*[\w-]+\s*=\s*(?:"[^"]*"|[^\s",;]+))*)/g);
	for (const [, target = "", parameters = ""] of links) {
		if (!/;\s*rel\s*=\s*"?next"?(?:\s|;|$)/i.test(parameters)) continue;
		const url = URL.parse(target, org.href);
		if (url?.origin === org.origin) return url;
		throw new OktaApiError(
			`The list goes on at ${url?.origin ?? "no address"}, which is not ${org.origin}: not followed`,
		);
	}
	return undefined;
}
