import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative, sep } from "node:path";
import { expect, test } from "vitest";

const ROOT = normalize(join(import.meta.dirname, ".."));

/** What any layer but the rule engine may use. */
const LEAVES = ["src/lazily.ts", "src/message-of.ts"];

/** Which folders of the tree a folder may import values from; types may also come from where `types` says. */
const LAYERS: Record<string, { values: string[]; types?: string[] }> = {
	"src/falco": { values: [] },
	"src/okta": { values: LEAVES, types: ["src/falco"] },
	"src/falcosidekick": { values: LEAVES, types: ["src/falco"] },
	"src/org": { values: ["src/falco", "src/okta", "src/falcosidekick", "src/generated", ...LEAVES] },
	// Functions of data, and what runs in browsers.
	"src/status": { values: ["src/falco/priority.ts", ...LEAVES], types: ["src/org", "src/falco", "src/okta"] },
	"src/status/browser": { values: ["src/status/words.ts"] },
	"src/worker": {
		values: ["src/status", "src/org", "src/falco", "src/okta", "src/falcosidekick", "src/generated", ...LEAVES],
	},
	// The doctor asks the very checks that the Worker makes of its settings.
	scripts: {
		values: [
			"src/message-of.ts",
			"src/falco",
			"src/okta",
			"src/worker/config.ts",
			"src/worker/settings.ts",
			"src/status/shapes.ts",
			"src/falcosidekick/destination.ts",
			"src/falcosidekick/outcome.ts",
		],
		types: ["src/org", "src/falcosidekick", "src/status"],
	},
};

const IMPORT = /^(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?"(\.[^"]+)"/gm;

interface Edge {
	file: string;
	to: string;
	typeOnly: boolean;
}

function edgesOf(folder: string): Edge[] {
	return globSync(`${folder}/**/*.{ts,tsx}`, { cwd: ROOT }).flatMap((file) =>
		[...readFileSync(join(ROOT, file), "utf8").matchAll(IMPORT)].map(([, type, path]) => ({
			file: file.split(sep).join("/"),
			to: relative(ROOT, join(ROOT, dirname(file), path ?? ""))
				.split(sep)
				.join("/"),
			typeOnly: type !== undefined,
		})),
	);
}

test.each(Object.entries(LAYERS))("%s imports only from the layers below it", (folder, { values, types = [] }) => {
	const allowed = (edge: Edge) =>
		[folder, ...values, ...(edge.typeOnly ? types : [])].some((layer) => `${edge.to}/`.startsWith(`${layer}/`));
	expect(edgesOf(folder).filter((edge) => !allowed(edge))).toEqual([]);
});

test("every folder of the sources has its layer", () => {
	const folders = globSync("src/*/", { cwd: ROOT }).map((folder) => folder.split(sep).join("/").replace(/\/$/, ""));
	expect(folders).toContain("src/worker");
	expect(folders.filter((folder) => folder !== "src/generated" && !(folder in LAYERS))).toEqual([]);
});

test("what the Worker runs reaches neither the YAML parser, nor the condition parser, nor what browsers run", () => {
	const edges = Map.groupBy(
		edgesOf("src").filter(({ typeOnly }) => !typeOnly),
		({ file }) => file,
	);
	const seen = new Set<string>();
	const queue = ["src/index.ts"];
	for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
		if (seen.has(file) || !/\.tsx?$/.test(file)) continue;
		seen.add(file);
		queue.push(...(edges.get(file) ?? []).map(({ to }) => to));
	}
	expect([...seen]).toContain("src/worker/page.ts");
	expect([...seen].filter((file) => /falco\/(load|rules\/.*|filter\/parse|output-parse)\.ts$/.test(file))).toEqual([]);
	expect([...seen].filter((file) => file.startsWith("src/status/browser/"))).toEqual([]);
});
