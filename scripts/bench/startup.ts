import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execPath } from "node:process";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { z } from "zod";
import { runWrangler } from "../wrangler/run-wrangler.ts";
import { percentile } from "./contest.ts";
import type { Figure, Section } from "./figure.ts";

const SECTION = "startup";

const STARTS = 15;

const KIB = 1024;

/** Size of the Worker as `wrangler deploy` would upload it, which modules make it up, and how long it takes to start. */
export const measureStartup: Section = async ({ progress }) => {
	const folder = mkdtempSync(join(tmpdir(), "okta-falco-bench-"));
	try {
		progress(0, "building the Worker");
		const [upload, metafile] = [join(folder, "worker.bundle"), join(folder, "meta.json")];
		await wrangler("deploy", "--dry-run", "--outdir", folder, "--outfile", upload, "--metafile", metafile);
		// Node would look at a .js file twice to find out what it is.
		const bundle = join(folder, "index.mjs");
		renameSync(join(folder, "index.js"), bundle);
		const profile = join(folder, "start.cpuprofile");
		const active = await repeated(
			() => start(upload, profile),
			(share) => progress(0.1 + share * 0.7, "starting it"),
		);
		const loading = await repeated(
			() => load(bundle),
			(share) => progress(0.8 + share * 0.2, "loading it in Node"),
		);
		return [
			milliseconds("starting, as wrangler check startup tells it", active, 15),
			milliseconds("loading it in Node", loading),
			...sizeFigures(bundle, metafile),
		];
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
};

function milliseconds(name: string, values: readonly number[], most?: number): Figure {
	const note = `median of ${values.length}`;
	return { section: SECTION, name, value: percentile(values, 0.5), unit: "ms", note, ...(most && { most }) };
}

async function repeated(measure: () => Promise<number>, progress: (share: number) => void): Promise<number[]> {
	const values: number[] = [];
	for (let run = 0; run < STARTS; run++) {
		progress(run / STARTS);
		values.push(await measure());
	}
	return values;
}

const ACTIVE = /Active: ([\d.]+) ms/;

/** Has workerd start an upload: the milliseconds in which it was not idle. */
async function start(upload: string, profile: string): Promise<number> {
	const said = await wrangler("check", "startup", "--worker", upload, "--outfile", profile);
	const [, active] = ACTIVE.exec(said) ?? [];
	if (active === undefined) throw new Error(`wrangler check startup does not tell how long it took: ${said}`);
	return Number(active);
}

/** Runs it, and gives what it says. */
async function wrangler(...args: string[]): Promise<string> {
	const { status, stdout, stderr } = await runWrangler(args, { env: { CLOUDFLARE_CF_FETCH_ENABLED: "false" } });
	if (status !== 0) throw new Error(`wrangler ${args[0]} failed: ${stderr || stdout}`);
	return stdout;
}

const LOADED = z.object({ load: z.number() });

/** Loads the bundle in a fresh process: milliseconds of CPU time. */
async function load(bundle: string): Promise<number> {
	const { stdout } = await promisify(execFile)(execPath, [join(import.meta.dirname, "load-worker.ts"), bundle]);
	return LOADED.parse(JSON.parse(stdout)).load;
}

const META = z.object({
	outputs: z.record(z.string(), z.object({ inputs: z.record(z.string(), z.object({ bytesInOutput: z.number() })) })),
});

/** Modules smaller than this are told together, in bytes. */
const SMALL = 2 * KIB;

function sizeFigures(bundle: string, metafile: string): Figure[] {
	const code = readFileSync(bundle);
	const { outputs } = META.parse(JSON.parse(readFileSync(metafile, "utf8")));
	const sizes = new Map<string, number>();
	for (const { inputs } of Object.values(outputs)) {
		for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
			const module = moduleOf(path);
			sizes.set(module, (sizes.get(module) ?? 0) + bytesInOutput);
		}
	}
	const parts = [...sizes].filter(([, bytes]) => bytes >= SMALL).sort(([, a], [, b]) => b - a);
	return [
		{ section: SECTION, name: "Worker, gzip", value: gzipSync(code).length / KIB, unit: "KiB", most: 120 },
		{ section: SECTION, name: "Worker", value: code.length / KIB, unit: "KiB" },
		...parts.map(([name, bytes]): Figure => ({ section: SECTION, name: `  ${name}`, value: bytes / KIB, unit: "KiB" })),
	];
}

/** The package of a file, or its folder in src/. */
function moduleOf(path: string): string {
	const dependency = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
	return dependency ?? (/\bsrc\/(?:[^/]+\/)?/.exec(path)?.[0] ?? path).replace(/\/$/, "");
}
