import { defineConfig } from "vitest/config";
import { obtain, VERSION } from "./program.ts";

/**
 * What is run with Falcosidekick itself: what Slack gets, and every private way to it (test/e2e/private, which `npm test` runs
 * with a stand-in). Where Falcosidekick cannot be had, nothing of this is run.
 */
// biome-ignore lint/style/noDefaultExport: how Vitest reads its configuration.
export default defineConfig(async () => {
	const obtained = await obtain();
	const falcosidekick = "program" in obtained ? obtained.program : undefined;
	if ("reason" in obtained) {
		console.warn(
			`Skipped: Falcosidekick ${VERSION} cannot be had here. To use one that is installed, set FALCOSIDEKICK_BIN to its path.`,
		);
		console.warn(obtained.reason);
	}
	return {
		test: {
			name: "falcosidekick",
			silent: "passed-only" as const,
			include: [
				"test/real-falcosidekick/**/*.test.ts",
				...(falcosidekick === undefined ? [] : ["test/e2e/private/{access,binding,mutual-tls}.test.ts"]),
			],
			provide: { falcosidekick },
			testTimeout: 60_000,
			hookTimeout: 60_000,
		},
	};
});
