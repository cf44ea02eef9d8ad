import { raw } from "hono/html";
import type { Child } from "hono/jsx";
import { Text } from "./text.tsx";
import type { Tone } from "./trouble.ts";

/** What every page under /status needs to know. */
export interface Frame {
	/** Of this answer's Content-Security-Policy. */
	readonly nonce: string;
	/** The Okta org's host, where it is told. */
	readonly org: string | undefined;
	/** Whether there is a session to end. */
	readonly hasSession: boolean;
}

interface LayoutProps {
	readonly frame: Frame;
	/** What the browser's tab says. */
	readonly title: string;
	/** The colour of the tab's icon. */
	readonly tone?: Tone;
	/** Whether the page is to show what is new by itself. */
	readonly isLive?: boolean;
	/** Where a browser without scripts loads it again, if not where it was: its address says what is to be said once. */
	readonly again?: string | undefined;
	readonly children: Child;
}

/** Seconds after which a browser loads a page again that does not keep itself up to date. */
export const REFRESH = 30;

/** A page, from its doctype on. */
export function Layout({
	frame: { nonce, org, hasSession },
	title,
	tone = "calm",
	isLive = false,
	again,
	children,
}: LayoutProps) {
	return (
		<>
			{raw("<!doctype html>")}
			<html lang="en">
				<head>
					<meta charset="utf-8" />
					<meta name="viewport" content="width=device-width, initial-scale=1" />
					<meta name="color-scheme" content="light dark" />
					<meta name="robots" content="noindex" />
					<title>{title}</title>
					<link rel="icon" type="image/svg+xml" href={`/status/assets/${tone}.svg`} />
					<link rel="stylesheet" href="/status/assets/status.css" nonce={nonce} />
					{isLive && <script type="module" src="/status/assets/status.js" nonce={nonce} />}
					{isLive && (
						<noscript>
							<meta http-equiv="refresh" content={again === undefined ? String(REFRESH) : `${REFRESH}; url=${again}`} />
						</noscript>
					)}
				</head>
				<body>
					<a class="skip" href="#main">
						Skip to the content
					</a>
					<header class="top">
						<p class="brand">
							<a href="/status">okta-falco</a>
							{org !== undefined && (
								<span class="org">
									<Text value={org} />
								</span>
							)}
						</p>
						{isLive && <Connection />}
						{hasSession && (
							<form method="post" action="/status/sign-out">
								<button type="submit" class="quiet">
									Sign out
								</button>
							</form>
						)}
					</header>
					<main id="main" tabindex={-1}>
						{children}
					</main>
				</body>
			</html>
		</>
	);
}

/** Whether the page is being kept up to date; the script says more. */
function Connection() {
	return (
		<p id="connection" class="connection">
			<span class="connection-text">Refreshed every {REFRESH} s</span>
		</p>
	);
}
