import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toBytes } from "../../../src/falco/bytes.ts";
import { checkCondition } from "../../../src/falco/filter/check.ts";
import { parseCondition } from "../../../src/falco/filter/parse.ts";
import { arbitraryExpr } from "./arbitrary-expr.ts";
import { SAMPLE_FIELDS } from "./sample-fields.ts";

const check = (text: string) => checkCondition(parseCondition(toBytes(text)), SAMPLE_FIELDS);

describe("accepted", () => {
	test.each([
		"door.name = x and not door.count > 3",
		'door.name in ("", x)',
		"door.name > 5",
		"door.name pmatch (/a, b)",
		"door.name regex anyof (a.c, b.d)",
		"door.name = val(door.owner)",
		"door.name in val(door.owner)",
		"door.count = 5",
		'door.count = " 5"',
		"door.count in (1, -1, 99999999999999999999)",
		"door.count != allof (1, 2)",
		"door.count < val(door.count.last[300])",
		"door.count = len(door.name)",
		"evt.rawtime > 5",
		"evt.reltime = 5",
		"door.opened = true",
		"door.opened in (true, false)",
		"door.opened exists",
		"tolower(toupper(door.names[0])) = x",
		'tolower("FOO") = foo',
		"tolower(5) = 5",
		'len("abc") = 3',
		'concat(door.name, "-", 5) = x',
		'join(",", (door.name, door.count, 0x10)) = x',
		'join(door.name, ()) = ""',
		'len(("a", "b")) = 2',
		'tolower(("a", "b")) in (a, b)',
		'getopt((door.name, "b"), "a") intersects (x)',
		'getopt((door.name), "a:")[a] = x',
		`door.name = "${"x".repeat(255)}"`,
	])("%s", (text) => {
		expect(check(text).errors).toEqual([]);
	});

	test("every tree that is well typed", () => {
		const expr = arbitraryExpr({
			texts: [{ name: "door.name" }, { name: "door.value", argument: "/a" }],
			numbers: [{ name: "door.count" }],
			value: fc.string({ maxLength: 100, unit: fc.nat(254).map((byte) => String.fromCharCode(byte + 1)) }),
			pattern: fc.constantFrom("a+", "^x?$", ".*", "[[:alpha:]]b", "5"),
		});
		fc.assert(
			fc.property(expr, (tree) => {
				expect(checkCondition(tree, SAMPLE_FIELDS).errors).toEqual([]);
			}),
		);
	});
});

describe("refused", () => {
	const STRINGS = "operator not supported for string filters";
	const NUMBERS = "operator not supported for numeric filters";
	const APPLIED = "transformer applied on";

	test.each([
		["door.nope = 1", "filter_check called with nonexistent field door.nope"],
		["tolower(door.nope) = x", "filter_check called with nonexistent field door.nope"],
		["door.name = val(door.nope)", "filter_check called with nonexistent field door.nope"],
		["door.value exists", "filter 'door.value': door.value requires an argument but none provided"],
		["door.name bcontains 61", `filter error: 'bcontains' ${STRINGS}`],
		["door.name bstartswith x", `filter error: 'bstartswith' ${STRINGS}`],
		["door.count contains 1", `filter error: 'contains' ${NUMBERS}`],
		["door.count regex anyof (1)", `filter error: 'regex' ${NUMBERS}`],
		["door.count pmatch (1)", `filter error: 'pmatch' ${NUMBERS}`],
		["evt.rawtime glob 1", `filter error: 'glob' ${NUMBERS}`],
		["door.opened > 0", `filter error: '>' ${NUMBERS}`],
		["door.opened startswith t", `filter error: 'startswith' ${NUMBERS}`],
		['getopt((door.name), "a") = x', "filter error: '=' operator not supported list filters"],
		["door.name regex val(door.owner)", "operator 'REGEX' doesn't support right-hand side fields"],
		["door.name pmatch tolower(door.owner)", "operator 'PMATCH' doesn't support right-hand side fields"],
		[
			"door.count = val(door.name)",
			"field 'door.count' has type 'UINT64' while the right-hand side field 'door.name' has incompatible type 'CHARBUF'",
		],
		[
			"door.count = val(evt.rawtime)",
			"field 'door.count' has type 'UINT64' while the right-hand side field 'evt.rawtime' has incompatible type 'ABSTIME'",
		],
		[
			'door.name in getopt((door.name), "a")',
			"field 'door.name' has type 'CHARBUF' while the right-hand side field 'NA' has incompatible type 'CHARBUF (list)'",
		],
		["door.count = abc", "abc is not a valid number"],
		["door.count = 0x5", "0x5 is not a valid number"],
		["door.count < 1.5", "1.5 is not a valid number"],
		['evt.rawtime = ""', " is not a valid number"],
		["len(door.name) = x", "x is not a valid number"],
		["door.opened = True", "filter error: unrecognized boolean value True"],
		[String.raw`door.name = "a\x00b"`, String.raw`filter error: filter value cannot contain a NUL byte (\x00)`],
		[`door.name in (${"x".repeat(256)})`, `filter parameter too long (used=257, available=256):${"x".repeat(256)}`],
		[`door.name = "${"É".repeat(128)}"`, `filter parameter too long (used=257, available=256):${"É".repeat(128)}`],
		['door.name regex "("', "invalid regex pattern: missing ): ("],
		[
			"tolower(door.count) = x",
			`can't add field transformer: type 'UINT64' is not supported by 'tolower' ${APPLIED} field 'door.count'`,
		],
		[
			"tolower(len(door.name)) = x",
			`can't add field transformer: type 'UINT64' is not supported by 'tolower' ${APPLIED} field 'door.name'`,
		],
		[
			"len(door.opened) = 1",
			`can't add field transformer: type 'BOOL' is not supported by 'len' ${APPLIED} field 'door.opened'`,
		],
		["tolower(door.name, door.owner) = x", "transformer 'tolower' takes one argument, not 2"],
		["tolower(door.name)[0] = x", "filter error: transformer 'tolower' does not support field arguments"],
		["concat(door.name) = x", "unknown field transfomer 'concat'"],
		['join(",") = x', "unknown field transfomer 'join'"],
		["concat(door.name, door.count) = x", "concat() arguments must be strings"],
		["concat(door.name, len(door.name)) = x", "concat() arguments must be strings"],
		['concat("a", ("b")) = x', "concat() arguments must be strings"],
		['concat("a", "b")[c] = x', "transformer 'concat' does not support field arguments"],
		['join(",", door.name) = x', "join() second argument must be a list"],
		['join((","), ("a")) = x', "join() first argument (separator) must be a single value, not a list"],
		['join(door.count, ("a")) = x', "join() first argument (separator) must be a string"],
		['join(",", ("a"), ("b")) = x', "join() requires exactly 2 arguments: separator and list"],
		['join(",", (door.nope)) = x', "filter_check called with nonexistent field door.nope"],
		['getopt(door.name, "a") exists', "getopt() first argument must be a list"],
		['getopt(("a"), ("b")) exists', "getopt() second argument (optstring) must be a single value"],
		['getopt(("a"), door.count) exists', "getopt() arguments must be strings"],
		['getopt(("a"), "b", "c") exists', "getopt() requires exactly 2 arguments: args list and optstring"],
		['getopt(("a"), "b")[xy] exists', "getopt() field argument must be a single option character"],
		["no_such_macro", "Undefined macro 'no_such_macro' used in filter."],
	])("%s: %s", (text, message) => {
		expect(check(`door.name = x and ${text}`).errors).toMatchObject([{ message, at: 18 }]);
	});

	test("every problem is found, in the order of the text", () => {
		expect(check("door.nope = 1 or not (door.count in (a, 1, b) and door.opened > 5)").errors).toEqual([
			{ message: "filter_check called with nonexistent field door.nope", at: 0, hint: "did you mean door.name?" },
			{ message: "a is not a valid number", at: 22 },
			{ message: "b is not a valid number", at: 22 },
			{ message: "filter error: '>' operator not supported for numeric filters", at: 50 },
		]);
	});

	test("a field that is near one gets a hint", () => {
		expect(check("door.owner.ID exists").errors[0]?.hint).toBe("did you mean door.Owner.id?");
		expect(check("proc.cmdline exists").errors[0]).not.toHaveProperty("hint");
	});
});

describe("warnings", () => {
	const simpler = (pattern: string) =>
		`regex check with '${pattern}' may be optimized with simpler operators such as '=', 'contains', 'startswith', 'endswith'`;
	const field = (value: string) => `'${value}' may be a valid field misused as a const string value`;
	const transformer = (value: string) => `'${value}' may be a valid field transformer misused as a const string value`;

	test.each([
		["door.name regex foo", [simpler("foo")]],
		['door.name regex ""', [simpler("")]],
		['door.name regex "^foo$"', [simpler("^foo$")]],
		['door.name regex ".*foo.+"', [simpler(".*foo.+")]],
		['door.name regex ".+"', [simpler(".+")]],
		['door.name regex "^.*foo"', []],
		['door.name regex "f.*o"', []],
		["door.name regex f.o", []],
		["door.name = door.owner", [field("door.owner")]],
		['door.name in (x, "door. owner", door.value[/a])', [field("door. owner"), field("door.value[/a]")]],
		["door.name = door.value", []],
		["door.name = door.nope", []],
		['door.name = "tolower(door.owner)"', [transformer("tolower(door.owner)")]],
		['door.name contains "val ( x )"', [transformer("val ( x )")]],
		['door.name = "tolower("', []],
		["door.name = val", []],
		["door.name regex anyof (a, door.owner)", [simpler("a"), field("door.owner")]],
	])("%s", (text, messages) => {
		expect(check(text).warnings.map(({ message }) => message)).toEqual(messages);
	});

	test("stand at the right side", () => {
		expect(check("door.name = x or door.name in (door.owner)").warnings).toMatchObject([{ at: 30 }]);
	});
});
