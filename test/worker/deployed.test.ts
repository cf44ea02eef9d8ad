import { expect, test } from "vitest";
import { deployedAt } from "../../src/worker/deployed.ts";

test.each([
	[
		{ CF_VERSION_METADATA: { id: "1", tag: "", timestamp: "2026-03-04T09:15:30.000Z" } },
		Date.UTC(2026, 2, 4, 9, 15, 30),
	],
	[{ CF_VERSION_METADATA: { id: "1", tag: "", timestamp: "" } }, undefined],
	[{ CF_VERSION_METADATA: { id: "1" } }, undefined],
	[{ CF_VERSION_METADATA: "text" }, undefined],
	[{}, undefined],
])("%j", (env, at) => {
	expect(deployedAt(env)).toBe(at);
});
