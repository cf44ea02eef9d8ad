import { describe, expect, test } from "vitest";
import { parseYaml, type YamlNode } from "../../../src/falco/rules/yaml.ts";

/** Nodes as plain values: texts, null, arrays, and pairs in order. */
function plain(node: YamlNode | undefined): unknown {
	if (node === undefined || node.kind === "null") return null;
	if (node.kind === "scalar") return node.text;
	if (node.kind === "sequence") return node.items.map(plain);
	return node.entries.map(({ key, value }) => [plain(key), plain(value)]);
}

const documents = (text: string) => parseYaml(text).documents.map(plain);

describe("YAML as Falco reads it", () => {
	test.each([
		[
			"scalars are texts, whatever they look like",
			"[1, 0x1F, true, 1.50, 2026-01-01]",
			[["1", "0x1F", "true", "1.50", "2026-01-01"]],
		],
		["unquoted null is nothing", "[~, null, NULL, '', \"null\", !!str null]", [[null, null, null, "", "null", "null"]]],
		[
			"a key without a value has none",
			"{a: , b}",
			[
				[
					["a", null],
					["b", null],
				],
			],
		],
		[
			"keys may be repeated",
			"{a: 1, a: 2}",
			[
				[
					["a", "1"],
					["a", "2"],
				],
			],
		],
		["a block that ends with the file ends as its last line does", "- |\n  a\n  b", [["a\nb"]]],
		["a folded one too", "- >+\n  a\n  b", [["a b"]]],
		["a line of blanks at the end is none", "- >\n  a\n ", [["a\n"]]],
		["nor is a comment", "- >\n  a\n# b", [["a\n"]]],
		["<< is a key", "- &x {a: 1}\n- {<<: *x}", [[[["a", "1"]], [["<<", [["a", "1"]]]]]]],
		["an alias is what it names", "- &x [a]\n- *x", [[["a"], ["a"]]]],
		["documents are separate", "a\n---\n- b\n...\n", ["a", ["b"]]],
		["a byte order mark is nothing", "\ufeff- a", [["a"]]],
		["an unknown tag changes nothing", "- !x a", [["a"]]],
	])("%s", (_what, text, expected) => {
		expect(parseYaml(text).problems).toEqual([]);
		expect(documents(text)).toEqual(expected);
	});

	test("the first of two equal keys counts", () => {
		const [map] = parseYaml("{a: 1, a: 2}").documents;
		expect(map?.kind === "map" && plain(map.get("a"))).toBe("1");
	});

	test("an alias costs nothing: it is the same node", () => {
		const [list] = parseYaml("- &x [a]\n- *x\n- *x").documents;
		expect(list?.kind === "sequence" && new Set(list.items).size).toBe(1);
	});

	test("a missing value stands at what follows it, as in yaml-cpp", () => {
		const text = "a:   # nothing\n\nb: 1";
		const [map] = parseYaml(text).documents;
		expect(map?.kind === "map" && map.get("a")?.at).toBe(text.indexOf("b"));
	});

	test("offsets are those of the file, byte order mark included", () => {
		const text = "\ufeff- rule: x";
		const [list] = parseYaml(text).documents;
		expect(list?.kind === "sequence" && list.items[0]?.at).toBe(text.indexOf("rule"));
	});
});

describe("text that is no YAML", () => {
	const CLOSE_IT = "it must be closed, and the lines that it goes on over indented further than its key";
	const INDENT_IT = "a key needs a colon behind it; a line of the value above must be indented further than its key";

	test.each([
		["a reserved character", "- rule: @x", 8, "put the value between quotes"],
		["a colon within a text", "- desc: a: b", 8, "a value that holds a colon and a space must stand between quotes"],
		["a tab for indentation", "- a:\n\t- b", 5, "indent with spaces"],
		["a tab before a key", "- rule: r\n\tdesc: d", 11, "indent with spaces"],
		["a tab before a folded text", "- desc: >\n\ttext", 10, "indent with spaces"],
		["a quoted text that goes on under its key", '- a: "b\n  c"', 7, CLOSE_IT],
		["a list in brackets that ends under its key", "- a: [\n    b\n]", 13, CLOSE_IT],
		["a map in braces that goes on under its key", "- {a: b,\nc: d}", 9, CLOSE_IT],
		["a list in brackets that begins under its key", "- a:\n  [b,\n  c]", 7, INDENT_IT],
		["a folded text under its key", "- a: >\n  b = c\n", 9, INDENT_IT],
		["a key without a colon", "- a: b\n  c d", 9, INDENT_IT],
		["an alias of nothing", "- *x", 2, undefined],
	])("is told where it is wrong: %s", (_what, text, at, hint) => {
		expect(parseYaml(text)).toMatchObject({ documents: [], problems: [{ at, ...(hint !== undefined && { hint }) }] });
	});

	test("has one problem an item, not what follows from it", () => {
		const text = "- {a: [1, b: 2}\n- well: yes\n- c: 'd\n- e: @f\n";
		expect(parseYaml(text).problems.map(({ at }) => text.slice(0, at).split("\n").length)).toEqual([1, 4, 4]);
	});

	test("is text whose aliases repeat without measure", () => {
		const items = Array.from({ length: 1000 }, (_, number) => number).join();
		const repeated = (times: number) => `- &a [${items}]\n${"- *a\n".repeat(times)}`;
		const doubled = Array.from({ length: 40 }, (_, number) => `- &a${number + 1} [*a${number}, *a${number}]\n`);
		const message = "the aliases of the file repeat more than 2000000 values";
		for (const text of [repeated(2000), `- &a0 x\n${doubled.join("")}`, `${repeated(1000)}---\n`.repeat(2)]) {
			expect(parseYaml(text)).toMatchObject({ documents: [], problems: [{ message }] });
		}
		expect(parseYaml(repeated(1900)).problems).toEqual([]);
	});

	test("may nest as deep as it likes", () => {
		for (const text of ["[".repeat(50_000), "- ".repeat(20_000), `${"[".repeat(300)}${"]".repeat(300)}`]) {
			expect(parseYaml(text).problems.length).toBeGreaterThan(0);
		}
	});
});
