import { once } from "node:events";
import { cpSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { execPath } from "node:process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { experimental_readRawConfig } from "wrangler";
import { z } from "zod";
import type { RuleSet } from "../../src/falco/rule-set.ts";
import { generatedFiles } from "../rules/generated-files.ts";
import type { Workspace } from "./workspace.ts";

const ROOT = resolve(import.meta.dirname, "../..");

/** The Worker as `wrangler deploy` would upload it, and what workerd must be told to run it. */
export interface Bundle {
	/** Path of its one module. */
	readonly module: string;
	readonly compatibilityDate: string;
	readonly compatibilityFlags: readonly string[];
	/** Its Durable Objects: the binding's name and the class. */
	readonly objects: readonly { readonly binding: string; readonly className: string }[];
}

/** What the copy needs besides src/, as TypeScript's settings extend each other. */
const BESIDE = ["package.json", "tsconfig.base.json"];

/**
 * Builds this clone's Worker with other rules than those of rules/: from a copy of the sources, so that neither the clone
 * nor the code changes. `name` tells builds of one workspace apart. Rejects with Wrangler's own words.
 */
export async function buildWorker(workspace: Workspace, name: string, ruleSet: RuleSet): Promise<Bundle> {
	const tree = workspace.folder(name);
	cpSync(join(ROOT, "src"), join(tree, "src"), { recursive: true });
	for (const file of BESIDE) cpSync(join(ROOT, file), join(tree, file));
	symlinkSync(join(ROOT, "node_modules"), join(tree, "node_modules"), "junction");
	const generated = workspace.folder(name, "src", "generated");
	for (const [file, text] of Object.entries(generatedFiles(ruleSet))) writeFileSync(join(generated, file), text);
	const {
		build: _,
		// What is in them is for browsers.
		assets: __,
		$schema: ___,
		...config
	} = experimental_readRawConfig({ config: join(ROOT, "wrangler.toml") }).rawConfig;
	writeFileSync(join(tree, "wrangler.json"), JSON.stringify(config));
	await bundle(workspace, tree);
	return {
		module: join(tree, "dist", "index.js"),
		compatibilityDate: config.compatibility_date ?? "",
		compatibilityFlags: config.compatibility_flags ?? [],
		objects: OBJECTS.parse(config.durable_objects),
	};
}

const OBJECTS = z
	.object({ bindings: z.array(z.object({ name: z.string(), class_name: z.string() })) })
	.transform(({ bindings }) => bindings.map(({ name, class_name }) => ({ binding: name, className: class_name })));

/** Keeps Wrangler off the network. */
const OFFLINE = {
	CLOUDFLARE_CF_FETCH_ENABLED: "false",
	WRANGLER_HIDE_BANNER: "true",
	WRANGLER_SEND_ERROR_REPORTS: "false",
	WRANGLER_SEND_METRICS: "false",
};

async function bundle(workspace: Workspace, tree: string): Promise<void> {
	const wrangler = fileURLToPath(import.meta.resolve("wrangler"));
	const running = workspace.spawn(execPath, [wrangler, "deploy", "--dry-run", "--outdir", "dist"], {
		cwd: tree,
		env: { ...process.env, ...OFFLINE, NO_COLOR: "1" },
		stdio: ["ignore", "pipe", "pipe"],
	});
	const [[code], ...output] = await Promise.all([
		once(running, "exit"),
		...[running.stdout, running.stderr].map((stream) => (stream === null ? "" : text(stream))),
	]);
	if (code !== 0) throw new Error(`the Worker does not build:\n${output.join("\n").trim()}`);
}
