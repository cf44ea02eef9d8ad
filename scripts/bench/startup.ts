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
		const args = ["deploy", "--dry-run", "--outdir", folder, "--metafile", join(folder, "meta.json")];
		const { status, stderr } = await runWrangler(args, { env: { CLOUDFLARE_CF_FETCH_ENABLED: "false" } });
		if (status !== 0) throw new Error(`the Worker does not build: ${stderr}`);
		// Node would look at a .js file twice to find out what it is.
		const bundle = join(folder, "index.mjs");
		renameSync(join(folder, "index.js"), bundle);
		const times: number[] = [];
		for (let run = 0; run < STARTS; run++) {
			progress(0.3 + (run / STARTS) * 0.7, "starting it");
			times.push(await start(bundle));
		}
		const loading = { value: percentile(times, 0.5), unit: "ms", most: 15, note: `median of ${STARTS}` } as const;
		return [
			{ section: SECTION, name: "loading the Worker", ...loading },
			...sizeFigures(bundle, join(folder, "meta.json")),
		];
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
};

const LOADED = z.object({ load: z.number() });

/** Loads the bundle in a fresh process: milliseconds of CPU time. */
async function start(bundle: string): Promise<number> {
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
