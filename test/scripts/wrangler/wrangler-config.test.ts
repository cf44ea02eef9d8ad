import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readWranglerConfig } from "../../../scripts/wrangler/wrangler-config.ts";

const folder = mkdtempSync(join(tmpdir(), "okta-falco-wrangler-"));

function read(name: string, text?: string) {
	if (text !== undefined) writeFileSync(join(folder, name), text);
	return readWranglerConfig(join(folder, name));
}

test("a configuration is read as it is written", () => {
	expect(read("right.toml", '[vars]\nOKTA_ORG_URL = "https://acme.okta.com"\n')).toEqual({
		vars: { OKTA_ORG_URL: "https://acme.okta.com" },
	});
});

test("what is wrong with it is told in a line, with its place, and with nothing that stands in it", () => {
	const text = '[vars]\nOKTA_HOOK_SECRET = "hunter2"\nFALCOSIDEKICK_URL = https://falcosidekick.example.com/\n';
	let thrown: unknown;
	try {
		read("wrong.toml", text);
	} catch (error) {
		thrown = error;
	}
	expect(thrown).toEqual(new Error("wrong.toml: line 3: Invalid TOML document: invalid value"));
	expect(JSON.stringify(thrown, Object.getOwnPropertyNames(thrown))).not.toContain("hunter2");
});

test("a file that is not there is named", () => {
	expect(() => read("gone.toml")).toThrow(`Could not read file: ${join(folder, "gone.toml")}`);
});
