import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { buildPage } from "./scripts/build-page.ts";
import { testRules } from "./test/fixtures/test-rules.ts";

// Wrangler builds the page too, but not for the tests inside workerd, and without its folder nothing starts there.
buildPage();

/** How long a test and what prepares it may take, in milliseconds: some live through days, an event at a time. */
const PATIENCE = { testTimeout: 60_000, hookTimeout: 60_000 };

/** Tests that wait for other programs, by the clock: one that fails has to fail twice. A second try is told of. */
const OUTSIDE = { testTimeout: 120_000, hookTimeout: 120_000, retry: 1 };

/**
 * Where tests run: in plain Node, inside workerd, and in Node that drives a whole Worker from outside, or a browser before
 * it.
 */
export default defineConfig({
	test: {
		// What the Worker logs, only where a test failed.
		silent: "passed-only",
		// Many wait for programs they started; by default one processor would be left idle.
		maxWorkers: "100%",
		globalSetup: ["test/fixtures/temporary.ts"],
		projects: [
			{
				test: {
					...PATIENCE,
					name: "node",
					include: ["test/*.test.ts", "test/{falco,okta,falcosidekick,status,scripts,conformance}/**/*.test.{ts,tsx}"],
				},
			},
			{
				plugins: [
					testRules(),
					cloudflareTest({
						wrangler: { configPath: "./wrangler.toml" },
						miniflare: {
							// Instead of .dev.vars, which a fresh clone has not got.
							bindings: {
								OKTA_HOOK_SECRET: "test-hook-secret-of-forty-characters-now",
								OKTA_ORG_URL: "https://acme.okta.com",
								OKTA_ORG_ALIASES: "login.acme.example",
								ALERTS_PER_SECOND: "10",
								ADMIN_TOKEN: "test-admin-token-of-forty-characters-now",
							},
						},
					}),
				],
				test: {
					...PATIENCE,
					name: "workerd",
					include: ["test/{worker,org}/**/*.test.ts"],
					globalSetup: ["test/fixtures/global-setup.ts"],
				},
			},
			{
				test: {
					...OUTSIDE,
					name: "browser",
					include: ["test/browser/**/*.test.ts"],
					globalSetup: ["test/browser/global-setup.ts"],
				},
			},
			{
				test: {
					...OUTSIDE,
					name: "e2e",
					include: ["test/e2e/**/*.test.ts"],
				},
			},
		],
	},
});
