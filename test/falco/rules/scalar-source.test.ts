import { expect, test } from "vitest";
import { offsetInFile } from "../../../src/falco/rules/scalar-source.ts";
import { parseYaml, type YamlScalar } from "../../../src/falco/rules/yaml.ts";

function scalarOf(text: string): YamlScalar {
	const [map] = parseYaml(text).documents;
	const value = map?.kind === "map" ? map.get("k") : undefined;
	if (value?.kind !== "scalar") throw new Error("no scalar");
	return value;
}

test.each([
	["plain", "k: one HERE two\n"],
	["plain over lines", "k: one\n   two   \n   HERE\n"],
	["single quotes", "k: 'it''s ''so'' HERE'\n"],
	["double quotes", 'k: "tab\\t \\"q\\" \\x41\\u0042\\U00000043 \\\\ HERE"\n'],
	["double quotes over lines", 'k: "one\n  two \\\n  HERE"\n'],
	["double quotes over lines of Windows", 'k: "one\r\n  two \\\r\n  HERE"\r\n'],
	["folded", "k: >-\n  one\n  two\n\n    three\n  HERE four\n"],
	["literal", "k: |\n  one\n\n    two\n  HERE\n"],
	["literal with an indent of its own", "k: |2\n    one HERE\n"],
	["beyond ASCII", "k: é日本語😀 HERE\n"],
	["behind a comment", "k: # of this\n  one HERE\n"],
])("a character of a scalar is found where it was written: %s", (_style, text) => {
	const scalar = scalarOf(text);
	expect(offsetInFile(text, scalar, scalar.text.indexOf("HERE"))).toBe(text.indexOf("HERE"));
});

test("the beginning of a scalar is its first character", () => {
	expect(offsetInFile('k: "abc"', scalarOf('k: "abc"'), 0)).toBe(4);
	expect(offsetInFile("k: >\n  abc\n", scalarOf("k: >\n  abc\n"), 0)).toBe(7);
});

test("the end of a scalar is within the file", () => {
	const text = "k: abc";
	expect(offsetInFile(text, scalarOf(text), 3)).toBe(text.length);
});
