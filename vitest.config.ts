import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

/** Three places where tests run: plain Node, inside workerd, and Node driving a whole Worker from outside. */
export default defineConfig({
	test: {
		projects: [
			{
				test: {
					name: "node",
					include: ["test/*.test.ts", "test/{falco,okta,falcosidekick,scripts,conformance}/**/*.test.ts"],
				},
			},
			{
				plugins: [
					cloudflareTest({
						wrangler: { configPath: "./wrangler.toml" },
					}),
				],
				test: {
					name: "workerd",
					include: ["test/{worker,org}/**/*.test.ts"],
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
