import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { experimental_readRawConfig } from "wrangler";
import { ROOT, runWrangler } from "../../../scripts/wrangler/run-wrangler.ts";

/** What docs/operating.md has operators write into wrangler.toml is what Wrangler takes. */

const SECTION = /^## Reaching a private Falcosidekick\n(.*?)^## /ms;
const BINDINGS = {
	vpc_services: "VPC Service",
	mtls_certificates: "mTLS Certificate",
	services: "Worker",
};

const folder = mkdtempSync(join(tmpdir(), "okta-falco-config-"));

function documented(): readonly string[] {
	const [, section = ""] = SECTION.exec(readFileSync(join(ROOT, "docs/operating.md"), "utf8")) ?? [];
	return [...section.matchAll(/^( *)```toml\n(.*?)^ *```$/gms)].map(([, indent = "", lines = ""]) => {
		return lines.replaceAll(new RegExp(`^${indent}`, "gm"), "");
	});
}

/** wrangler.toml with these lines besides, as a dry run of `wrangler deploy` describes it. */
async function deployed(name: string, lines: string): Promise<string> {
	const file = join(folder, `${name}.toml`);
	writeFileSync(file, lines);
	const base = experimental_readRawConfig({ config: join(ROOT, "wrangler.toml") }).rawConfig;
	const more = experimental_readRawConfig({ config: file }).rawConfig;
	const assets = { ...base.assets, directory: join(ROOT, base.assets?.directory ?? "") };
	const config = { ...base, ...more, main: join(ROOT, "src/index.ts"), build: undefined, assets };
	writeFileSync(join(folder, `${name}.json`), JSON.stringify(config));
	const args = ["deploy", "--dry-run", "--config", join(folder, `${name}.json`), "--outdir", join(folder, name)];
	const env = { WRANGLER_SEND_METRICS: "false", WRANGLER_WRITE_LOGS: "false" };
	const { stdout, stderr } = await runWrangler(args, { env });
	return stdout + stderr;
}

test.each(Object.entries(BINDINGS))("[[%s]] makes a binding named FALCOSIDEKICK", async (kind, resource) => {
	const lines = documented().filter((block) => block.includes(`[[${kind}]]`));
	expect(lines).toHaveLength(1);
	const said = await deployed(kind, lines.join());
	expect(said).toMatch(new RegExp(`env\\.FALCOSIDEKICK \\(.*\\) +${resource}`));
	expect(said).not.toMatch(/warning|unexpected/i);
});

test("each way's lines are there, and no others", () => {
	const kinds = documented().map((block) => /\[\[(\w+)\]\]/.exec(block)?.[1] ?? "url");
	expect(kinds).toEqual(["url", "vpc_services", "mtls_certificates", "url", "services"]);
});
