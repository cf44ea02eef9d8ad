import { Hono } from "hono";
import { AlertPage } from "../../src/status/alert-page.tsx";
import { alertPath } from "../../src/status/alert-table.tsx";
import type { Frame } from "../../src/status/layout.tsx";
import { OverviewPage } from "../../src/status/overview-page.tsx";
import type { HeadlineState } from "../../src/status/trouble.ts";
import { type PageHeadersVariables, pageHeaders } from "../../src/worker/page-headers.ts";
import { NOW } from "../fixtures/status/overview.ts";
import { portrait } from "../fixtures/status/portrait.ts";
import { pageProps } from "../fixtures/status/situations.ts";

const PORTRAIT = portrait();

/** Where the one alert is that has a page of its own. */
export const ALERT = alertPath(PORTRAIT.entry.id);

/** The Worker's views with its headers, of an org to which always the same has happened. */
export function scenes(state: HeadlineState) {
	const app = new Hono<{ Variables: PageHeadersVariables }>();
	const frameOf = (nonce = ""): Frame => ({ nonce, org: "acme.okta.com", hasSession: true });
	app.use(pageHeaders());
	app.get("/status", (c) => {
		return c.html(<OverviewPage {...pageProps(state)} frame={frameOf(c.var.secureHeadersNonce)} />);
	});
	app.get("/status/alerts/:id", (c) => {
		return c.html(<AlertPage frame={frameOf(c.var.secureHeadersNonce)} now={NOW} portrait={PORTRAIT} />);
	});
	return app;
}
