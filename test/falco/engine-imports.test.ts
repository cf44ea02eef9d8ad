import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const FALCO = resolve(import.meta.dirname, "../../src/falco");
const IMPORT = /^(?:import|export)(?! type)[^;]*? from "(.+)";$/gm;

/** All that a file loads when it runs: files by their path in src/falco, packages by name. */
function loadedBy(file: string, found = new Set<string>()): Set<string> {
	for (const [, name = ""] of readFileSync(file, "utf8").matchAll(IMPORT)) {
		const path = name.startsWith(".") ? resolve(dirname(file), name) : undefined;
		const shown = path === undefined ? name : relative(FALCO, path);
		if (found.has(shown)) continue;
		found.add(shown);
		if (path !== undefined) loadedBy(path, found);
	}
	return found;
}

test("what runs in the Worker brings neither a package, nor the condition parser, nor anything of other folders", () => {
	const loaded = [...loadedBy(resolve(FALCO, "engine.ts"))];
	expect(loaded).toContain("filter/compile.ts");
	expect(loaded.filter((name) => !name.endsWith(".ts"))).toEqual([]);
	expect(loaded.filter((name) => /load\.ts|rules\/|config|parse|lexer|check|suggest|^\.\./.test(name))).toEqual([]);
});

test("only one file knows the library behind regex", () => {
	const users = [...loadedBy(resolve(FALCO, "load.ts")), "engine.ts"].filter(
		(name) => name.endsWith(".ts") && readFileSync(resolve(FALCO, name), "utf8").includes('from "re2js"'),
	);
	expect(users).toEqual(["filter/regex.ts"]);
});
