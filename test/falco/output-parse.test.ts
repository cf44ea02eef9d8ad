import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toBytes } from "../../src/falco/bytes.ts";
import { FilterError } from "../../src/falco/filter/filter-error.ts";
import { printCondition } from "../../src/falco/filter/print.ts";
import { parseOutput } from "../../src/falco/output-parse.ts";
import type { OutputTemplate } from "../../src/falco/output-template.ts";
import { awkwardBytes } from "./filter/arbitrary-expr.ts";
import { SAMPLE_FIELDS } from "./filter/sample-fields.ts";

/** Parts as one line: text as it is, `{width:token}`. */
const show = (template: OutputTemplate) =>
	template
		.map((part) => {
			if (part.type === "text") return part.text;
			const check = { type: "unary_check", left: part.expression, operator: "exists", at: 0 } as const;
			const token = printCondition(check).replace(/ exists$/, "");
			return `{${part.width === undefined ? "" : `${part.width}:`}${token}}`;
		})
		.join("");

function refusal(text: string): FilterError {
	try {
		parseOutput(text, SAMPLE_FIELDS);
	} catch (error) {
		if (error instanceof FilterError) return error;
		throw error;
	}
	throw new Error(`accepted: ${text}`);
}

describe("accepted", () => {
	test.each([
		["plain", "plain"],
		["*plain", "plain"],
		["**plain", "*plain"],
		["*", ""],
		["a=%door.name,b=%door.owner", "a={door.name},b={door.owner}"],
		["%door.name%door.owner", "{door.name}{door.owner}"],
		["(%door.name.)", "({door.name}.)"],
		["%door.name_x %door.name1", "{door.name}_x {door.name}1"],
		["%door.nameé", "{door.name}é"],
		["%door.Owner.idx", "{door.Owner.id}x"],
		["%door.count.lastly", "{door.count}.lastly"],
		["%door.count.last[300]", "{door.count.last[300]}"],
		["%door.count.last[x]", "{door.count}.last[x]"],
		["%door.names[0]", "{door.names[0]}"],
		['%door.names["0"]', "{door.names[0]}"],
		["%door.names[x] %door.names[01] %door.names[", "{door.names}[x] {door.names}[01] {door.names}["],
		["%door.name[0]", "{door.name}[0]"],
		["%door.value[/a,b(c)]]", "{door.value[/a,b(c)]}]"],
		["%door.value['/a'][0]", "{door.value[/a]}[0]"],
		['%door.value[""]', '{door.value[""]}'],
		["%evt.times", "{evt.time}s"],
		["%5door.name|", "{5:door.name}|"],
		["%0door.name|", "{door.name}|"],
		["%007door.name|", "{7:door.name}|"],
		["%3tolower(door.name)|", "{3:tolower(door.name)}|"],
		["%tolower( door.name )x", "{tolower(door.name)}x"],
		["%tolower(door.name)[0]", "{tolower(door.name)}[0]"],
		["%tolower(door.name)[", "{tolower(door.name)}["],
		['%tolower("FOO%")', '{tolower("FOO%")}'],
		['%join(",", (door.name, 5))%door.name', '{join(",", (door.name, 5))}{door.name}'],
		['%getopt((door.name), "a")[a]', '{getopt((door.name), "a")[a]}'],
		['%getopt((door.name), "a")[xy]', '{getopt((door.name), "a")}[xy]'],
		["\\%door.name {%door.name} $door.name", "\\{door.name} {{door.name}} $door.name"],
	])("%s is %s", (text, parts) => {
		expect(show(parseOutput(toBytes(text), SAMPLE_FIELDS))).toBe(toBytes(parts));
	});

	test("a part says where in the text it stands", () => {
		expect(parseOutput("*a %12door.names[0]", SAMPLE_FIELDS)).toEqual([
			{ type: "text", text: "a " },
			{ type: "token", expression: { type: "field", name: "door.names", argument: "0", at: 6 }, width: 12 },
		]);
	});
});

describe("refused", () => {
	const UNKNOWN = "unknown filter: unexpected token after '";

	test.each([
		["", "empty formatting token", 0],
		["a %", "invalid formatting syntax: formatting cannot end with a %", 2],
		["%12", "invalid formatting syntax: formatting cannot end with a number", 0],
		["%99999999999999999999door.name", "invalid formatting syntax: a field cannot be wider than 65535 bytes", 0],
		["100% sure", UNKNOWN, 3],
		["%%", UNKNOWN, 0],
		["%door", UNKNOWN, 0],
		["a %door.nope", UNKNOWN, 2],
		["%Door.name", UNKNOWN, 0],
		["%(door.name)", UNKNOWN, 0],
		["%-5door.name", UNKNOWN, 0],
		["%door.value", UNKNOWN, 0],
		["%door.value[/a", UNKNOWN, 0],
		["%tolower", UNKNOWN, 0],
		["%tolower(door.count)", UNKNOWN, 0],
		["%tolower(door.nope)", UNKNOWN, 0],
		["%tolower(door.name", UNKNOWN, 0],
		["%concat(door.name)", UNKNOWN, 0],
		["%val(door.name)", UNKNOWN, 0],
		["%__proto__", UNKNOWN, 0],
		[`%${"tolower(".repeat(60)}door.name${")".repeat(60)}`, UNKNOWN, 0],
	])("%j: %s, at %i", (text, message, position) => {
		expect(refusal(text)).toMatchObject({ message, position });
	});

	test.each([
		["%door.nmae", "did you mean %door.name?"],
		["100% sure", "every % starts a field; a plain one cannot be written"],
	])("%s: hint %s", (text, hint) => {
		expect(refusal(text).hint).toBe(hint);
	});
});

describe("whatever the text", () => {
	const piece = fc.constantFrom(
		...[
			"%",
			"%door.name",
			"%door.names[",
			"%door.value[x]",
			"%tolower(",
			"%5",
			"*",
			'"',
			"'",
			"]",
			")",
			".",
			"door.names",
		],
	);
	const text = fc
		.array(fc.oneof(piece, awkwardBytes), { minLength: 1, maxLength: 12 })
		.map((pieces) => pieces.join(""));

	test("it is either a template or a FilterError", () => {
		fc.assert(
			fc.property(text, (input) => {
				try {
					parseOutput(input, SAMPLE_FIELDS);
				} catch (error) {
					expect(error).toBeInstanceOf(FilterError);
				}
			}),
			{ numRuns: 1_000 },
		);
	});

	test("a token is the longest piece of it that makes one", () => {
		// The rule as Falco has it: try everything behind the `%`, then ever less from its end.
		const longest = (behind: string): string | undefined => {
			for (let end = behind.length; end > 0; end--) {
				try {
					const [token, ...rest] = parseOutput(`%${behind.slice(0, end)}`, SAMPLE_FIELDS);
					if (token?.type === "token" && rest.length === 0) return show([token]);
				} catch (error) {
					expect(error).toBeInstanceOf(FilterError);
				}
			}
			return undefined;
		};
		const behind = fc
			.array(
				fc.constantFrom("door", ".", "name", "s", "value", "count", ".last", "[", "0", "x", "]", "tolower(", ")", '"'),
				{
					maxLength: 8,
				},
			)
			.map((pieces) => pieces.join(""))
			.filter((pieces) => !/^[0-9]/.test(pieces));
		fc.assert(
			fc.property(behind, (pieces) => {
				let token: string | undefined;
				try {
					token = show(parseOutput(`%${pieces}`, SAMPLE_FIELDS).slice(0, 1));
				} catch (error) {
					expect(error).toBeInstanceOf(FilterError);
				}
				expect(token).toBe(longest(pieces));
			}),
			{ numRuns: 1_000 },
		);
	});
});
