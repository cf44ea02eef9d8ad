import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { deployedUrl } from "../../../scripts/deploy/wrangler-output.ts";

const folder = mkdtempSync(join(tmpdir(), "okta-falco-output-"));

function urlOf(...targets: string[]): string | undefined {
	const file = join(folder, "output.ndjson");
	const lines = [{ type: "wrangler-session" }, { type: "deploy", targets }].map((line) => JSON.stringify(line));
	writeFileSync(file, `${lines.join("\n")}\n`);
	return deployedUrl(file)?.href;
}

test.each([
	[
		"workers.dev",
		["https://okta-falco.acme.workers.dev", "schedule: */5 * * * *"],
		"https://okta-falco.acme.workers.dev/",
	],
	[
		"a domain of its own, before workers.dev",
		["https://okta-falco.acme.workers.dev", "okta-falco.example.com (custom domain)"],
		"https://okta-falco.example.com/",
	],
	["no address that would be known", ["example.com/falco/* (zone name: example.com)"], undefined],
	["nothing", [], undefined],
])("a deployment to %s", (_, targets, url) => {
	expect(urlOf(...targets)).toBe(url);
});

test("no output is no address", () => {
	expect(deployedUrl(join(folder, "nowhere"))).toBeUndefined();
});
