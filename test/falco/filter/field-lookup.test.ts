import { expect, test } from "vitest";
import { lookUpField } from "../../../src/falco/filter/field-lookup.ts";
import { SAMPLE_FIELDS } from "./sample-fields.ts";

test.each([
	["door.name", undefined],
	["door.names", undefined],
	["door.names", "0"],
	["door.names", "18446744073709551615"],
	["door.count.last", "300"],
	["door.count", undefined],
	["door.value", "/a/b"],
	["door.value", ""],
	["door.value", "a\tb"],
	["evt.time", undefined],
])("%s[%s] is a field", (name, argument) => {
	const field = argument === undefined ? { name } : { name, argument };
	expect(lookUpField(field, SAMPLE_FIELDS)).toEqual({ found: SAMPLE_FIELDS[name], name });
});

test.each([
	["door.nope", undefined, "filter_check called with nonexistent field door.nope"],
	["Door.name", undefined, "filter_check called with nonexistent field Door.name"],
	["door.namex", undefined, "filter_check called with nonexistent field door.namex"],
	["door.namex", "0", "filter_check called with nonexistent field door.namex[0]"],
	["__proto__", undefined, "filter_check called with nonexistent field __proto__"],
	["toString", undefined, "filter_check called with nonexistent field toString"],
	["evt.time", "1", "filter_check called with nonexistent field evt.time[1]"],
	["door.value", "/a]b", "filter_check called with nonexistent field door.value[/a]b]"],
	["door.value", "/a] b", "filter_check called with nonexistent field door.value[/a] b]"],
	["door.name", "x", "filter 'door.name[x]': door.name does not allow nor require an argument but one is provided: x"],
	["door.name", "", "filter 'door.name[]': door.name does not allow nor require an argument but one is provided: "],
	["door.value", undefined, "filter 'door.value': door.value requires an argument but none provided"],
	["door.valuex", undefined, "filter 'door.valuex': door.value requires an argument but none provided"],
	["door.value", "/a b", "filter 'door.value[/a': door.value has unbalanced argument brackets"],
	["door.value", " a", "filter 'door.value[': door.value terminates with incomplete argument brackets"],
	["door.names", "x", "filter door.names[x] door.names has an invalid index argument not composed only by digits: x"],
	[
		"door.names",
		"-1",
		"filter door.names[-1] door.names has an invalid index argument not composed only by digits: -1",
	],
	[
		"door.names",
		"0x",
		"filter door.names[0x] door.names has an invalid index argument not composed only by digits: 0x",
	],
	["door.names", "01", "filter door.names[01] door.names has an invalid index argument starting with 0: 01"],
	["door.names", "", "filter door.names[] door.names has an invalid index argument starting with 0: "],
	[
		"door.names",
		"18446744073709551616",
		"filter door.names[18446744073709551616] door.names has an invalid index argument not representable on 64 bit: " +
			"18446744073709551616",
	],
])("%s[%s]: %s", (name, argument, problem) => {
	const field = argument === undefined ? { name } : { name, argument };
	expect(lookUpField(field, SAMPLE_FIELDS)).toEqual({ problem, nonexistent: problem.includes("nonexistent") });
});
