import type { MiddlewareHandler } from "hono";
import { NONCE, type SecureHeadersVariables, secureHeaders } from "hono/secure-headers";

/** What views find in their context: `secureHeadersNonce`, which every script and style of the page has to carry. */
export type PageHeadersVariables = SecureHeadersVariables;

/** 180 days, in seconds. Browsers heed it over TLS only, and for this host alone. */
const TLS_ONLY = `max-age=${180 * 86_400}`;

/**
 * The headers of every answer under /status: the page takes nothing from elsewhere, runs no script but its own, is in nobody's
 * frame and in nobody's cache.
 */
export function pageHeaders(): MiddlewareHandler<{ Variables: PageHeadersVariables }> {
	const secure = secureHeaders({
		contentSecurityPolicy: {
			defaultSrc: ["'none'"],
			scriptSrc: [NONCE],
			styleSrc: [NONCE],
			connectSrc: ["'self'"],
			imgSrc: ["'self'"],
			formAction: ["'self'"],
			baseUri: ["'none'"],
			frameAncestors: ["'none'"],
		},
		strictTransportSecurity: TLS_ONLY,
		xFrameOptions: "DENY",
		// For browsers of long ago.
		xDownloadOptions: false,
		xPermittedCrossDomainPolicies: false,
		xXssProtection: false,
	});
	return async (c, next) => {
		await secure(c, next);
		c.res.headers.set("Cache-Control", "no-store");
	};
}
