import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { testRules } from "./test/fixtures/test-rules.ts";

/** Three places where tests run: plain Node, inside workerd, and Node driving a whole Worker from outside. */
export default defineConfig({
	test: {
		// What the Worker logs, only where a test failed.
		silent: "passed-only",
		projects: [
			{
				test: {
					name: "node",
					include: ["test/*.test.ts", "test/{falco,okta,falcosidekick,scripts,conformance}/**/*.test.ts"],
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
					name: "workerd",
					include: ["test/{worker,org}/**/*.test.ts"],
					globalSetup: ["test/fixtures/global-setup.ts"],
				},
			},
			{
				test: {
					name: "e2e",
					include: ["test/e2e/**/*.test.ts"],
					testTimeout: 60_000,
				},
			},
		],
	},
});
