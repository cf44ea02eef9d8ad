import { describe, expect, test } from "vitest";
import { getopt, getoptOf } from "../../../src/falco/filter/getopt.ts";

describe("getopt", () => {
	test.each([
		["letters alone or together", "-v -xf", "vxf", "v x f"],
		["an argument behind its letter or in the next word", "-oout -o in", "o:", "o out o in"],
		["an argument that looks like an option", "-o -v", "o:v", "o -v"],
		["nothing from the first word that is no option", "-v word -x", "vx", "v"],
		["nothing from a lone hyphen", "-v - -x", "vx", "v"],
		["nothing from two hyphens", "-v -- -x", "vx", "v"],
		["long options as if they were not there", "--verbose -x", "vx", "x"],
		["an unknown letter as ?", "-vq", "v", "v ?"],
		["a colon as no letter", "-:", ":v", "?"],
		["a missing argument as ?", "-o", "o:", "?"],
		["a missing argument as : when the options begin with one", "-o", ":o:", ":"],
		["the rest of a cluster as the argument", "-vofile", "vo:", "v o file"],
	])("reads %s", (_, words, known, expected) => {
		expect(getopt(words.split(" "), known).join(" ")).toBe(expected);
	});

	test("finds nothing in nothing", () => expect(getopt([], "v")).toEqual([]));
});

describe("getoptOf", () => {
	test.each([
		["-v -o out", "vo:", "o", "out"],
		["-v -o out", "vo:", "v", "v"],
		["-o a -o b", "o:", "o", "b"],
		["-o", "o:", "o", "?"],
		["-v", "vo:", "o", undefined],
		["-q", "v", "?", undefined],
	])("%s with %s: %s is %s", (words, known, wanted, value) => {
		expect(getoptOf(words.split(" "), known, wanted)).toBe(value);
	});
});
