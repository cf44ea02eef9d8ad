import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toBytes } from "../../../src/falco/bytes.ts";
import { FilterError } from "../../../src/falco/filter/filter-error.ts";
import { parseCondition } from "../../../src/falco/filter/parse.ts";
import { printCondition } from "../../../src/falco/filter/print.ts";
import { awkwardBytes } from "./arbitrary-expr.ts";

function refusal(text: string): FilterError {
	try {
		parseCondition(text);
	} catch (error) {
		if (error instanceof FilterError) return error;
		throw error;
	}
	throw new Error(`accepted: ${text}`);
}

const FIELD_INSTEAD =
	"a field with a valid transformer: 'val', 'tolower', 'toupper', 'b64', 'basename', 'len', 'join', 'concat', 'getopt'";
const NUMBER = `expected a number value or ${FIELD_INSTEAD}`;
const STRING = `expected a string value or ${FIELD_INSTEAD}`;
const LIST = `expected a list, an identifier, or ${FIELD_INSTEAD}`;
const OPERATOR =
	"expected a valid check operator: one of 'exists', '<=', '<', '>=', '>', '==', '=', '!=', 'glob', 'iglob', " +
	"'contains', 'icontains', 'bcontains', 'startswith', 'bstartswith', 'endswith', 'regex', 'intersects', 'in', 'pmatch'";
const CHECK = "expected a '(' token, a field check, or an identifier";
const CLOSING = "expected a ')' token";
const junkAfter = (token: string) => `unexpected token after '${token}', expecting 'or', 'and'`;

describe("precedence and words", () => {
	test.each([
		["a or b and c", "a or b and c"],
		["a and b or c and d", "a and b or c and d"],
		["not a and b", "not a and b"],
		["not a", "not a"],
		["a or (b) and c", "a or b and c"],
		["a and(b) and(c)", "a and b and c"],
		["a or(b or c)", "a or (b or c)"],
		["not(a)", "not a"],
		["not not(a)", "a"],
		["not not not a", "not a"],
		["not(not(a))", "not (not a)"],
		["\ta\r\nor\n\nb\b", "a or b"],
		["not\v\fa", "not a"],
		["( ( a ) )", "a"],
		["order or android and notable", "order or android and notable"],
		["and", "and"],
		["not", "not"],
		["notfoo", "notfoo"],
		["a.b existsand c.d = 1", "a.b exists and c.d = 1"],
		["a.n>=3and a.n<9", "a.n >= 3 and a.n < 9"],
		["a.b=x or(a.c=y)", "a.b = x or a.c = y"],
	])("%j is %s", (text, canonical) => {
		expect(printCondition(parseCondition(text))).toBe(canonical);
	});
});

describe("operators and right sides", () => {
	test.each([
		["a.b==x", "a.b = x"],
		["a.b!= x", "a.b != x"],
		["a.b contains\nx", "a.b contains x"],
		["a.b in(x)", "a.b in (x)"],
		["a.b infoo", "a.b in (foo)"],
		["a.b intersects foo", "a.b intersects (foo)"],
		["a.b pmatch ( /a , '/b c' )", 'a.b pmatch (/a, "/b c")'],
		["a.b in ()", "a.b in ()"],
		["a.b in ( \n )", "a.b in ()"],
		["a.b in (a, a, a)", "a.b in (a, a, a)"],
		["a.b > -1.5e+3", "a.b > -1.5e+3"],
		["a.b < 5.", "a.b < 5."],
		["a.b <= 0xFf", "a.b <= 0xFf"],
		["a.b = a<b>[c]{d}/$!%;#:\\&|*?^~@`", 'a.b = "a<b>[c]{d}/$!%;#:\\\\&|*?^~@`"'],
		["a.b = \xc3\x89", 'a.b = "\xc3\x89"'],
		["a.b = a\0b", 'a.b = "a\\x00b"'],
		["a.b = c.d", "a.b = c.d"],
		["a.b = value", "a.b = value"],
		["a.b = 'val(c.d)'", 'a.b = "val(c.d)"'],
		["a.b = val(c.d[x])", "a.b = val(c.d[x])"],
		["a.b > val( c.d )", "a.b > val(c.d)"],
		["a.b in tolower(c.d)", "a.b in tolower(c.d)"],
		["a.b pmatch val(c.d)", "a.b pmatch val(c.d)"],
	])("%j is %s", (text, canonical) => {
		expect(printCondition(parseCondition(text))).toBe(canonical);
	});
});

describe("modifiers", () => {
	test.each([
		["a.b = oneof (x, y)", "a.b = oneof (x, y)"],
		["a.b != anyof\tfoo", "a.b != anyof (foo)"],
		["a.b regex allof ()", "a.b regex allof ()"],
		["a.b startswith\n anyof \n(x)", "a.b startswith anyof (x)"],
		["a.b = oneof", 'a.b = "oneof"'],
		["a.b = oneof and c", 'a.b = "oneof" and c'],
		["(a.b = anyof )", 'a.b = "anyof"'],
		["a.b =oneof or c", 'a.b = "oneof" or c'],
		["a.b = oneof android", "a.b = oneof (android)"],
		["a.b = anyofx", "a.b = anyofx"],
	])("%j is %s", (text, canonical) => {
		expect(printCondition(parseCondition(text))).toBe(canonical);
	});
});

describe("fields and transformers", () => {
	test.each([
		["a.b[0] exists", "a.b[0] exists"],
		["a.b['0'] exists", "a.b[0] exists"],
		['a.b[""] exists', 'a.b[""] exists'],
		["a.b[/a,b(c)=d] exists", "a.b[/a,b(c)=d] exists"],
		['a.b["c d]"] exists', 'a.b["c d]"] exists'],
		["a1_.b2_.Cd exists", "a1_.b2_.Cd exists"],
		["tolower( a.b ) = x", "tolower(a.b) = x"],
		['tolower("FOO") = foo', 'tolower("FOO") = foo'],
		["len(concat(a.b,'-',c.d)) > 3", 'len(concat(a.b, "-", c.d)) > 3'],
		[
			"join( ',' , ( a.b , tolower(c.d) , 5 , 0x10 , 'x' ) ) exists",
			'join(",", (a.b, tolower(c.d), 5, 0x10, "x")) exists',
		],
		["join(',',()) exists", 'join(",", ()) exists'],
		["getopt((a.b), 'ab:')[b] = x", 'getopt((a.b), "ab:")[b] = x'],
		["tolower(a.b)[x] exists", "tolower(a.b)[x] exists"],
	])("%j is %s", (text, canonical) => {
		expect(printCondition(parseCondition(text))).toBe(canonical);
	});
});

describe("strings", () => {
	const valueIn = (quoted: string) => {
		const expr = parseCondition(`a.b = ${quoted}`);
		return expr.type === "binary_check" && expr.right.type === "value" ? expr.right.value : undefined;
	};

	test.each([
		[`""`, ""],
		[`"it's"`, "it's"],
		[`'say "x"'`, 'say "x"'],
		[String.raw`"\"\\\/\b\f\n\r\t"`, '"\\/\b\f\n\r\t'],
		[String.raw`'\''`, "'"],
		[String.raw`"\x41\xc3\xA9\x00"`, "A\xc3\xa9\0"],
		[String.raw`"a\ b"`, "a\\b"],
		[String.raw`"\\n"`, "\\n"],
		[String.raw`"\\\"x"`, '\\"x'],
		[`"two\nlines"`, "two\nlines"],
	])("%s", (quoted, value) => {
		expect(valueIn(quoted)).toBe(value);
	});
});

describe("refused", () => {
	test.each<[string, string, number]>([
		["", "filter input string is empty", 0],
		[" ", CHECK, 1],
		["()", CHECK, 1],
		["1 = 1", CHECK, 0],
		["\va.b = x", CHECK, 0],
		["# c\na.b = x", CHECK, 0],
		["a.b = x and", "expected blank or '(' after 'and'", 11],
		["a.b = x andx", "expected blank or '(' after 'and'", 11],
		["x orderly", "expected blank or '(' after 'or'", 4],
		["a.b = x or", "expected blank or '(' after 'or'", 10],
		["a or(b) and c", junkAfter(")"), 8],
		["a.b = x && a", junkAfter("x"), 8],
		["a.b = x)", junkAfter("x"), 7],
		["a.b = x,y", junkAfter("x"), 7],
		['a.b = "x" "y"', junkAfter("x"), 10],
		["a.b = 'it''s'", junkAfter("it"), 10],
		["a.b = x\f", junkAfter("x"), 7],
		["a.b exists\0", junkAfter("exists"), 10],
		["my-macro", junkAfter("my"), 2],
		["nope(a.b) = x", junkAfter("nope"), 4],
		["val(a.b) = x", junkAfter("val"), 3],
		["tolower (a.b) = x", junkAfter("tolower"), 8],
		["NOT a", junkAfter("NOT"), 4],
		["a. = x", junkAfter("a"), 1],
		["(a.b = x", CLOSING, 8],
		["not(a", CLOSING, 5],
		["a.b", OPERATOR, 3],
		["a.b ", OPERATOR, 4],
		["a.b.= x", OPERATOR, 3],
		["a.b[0]] = x", OPERATOR, 6],
		["a.b contains(x)", OPERATOR, 4],
		['a.b contains"x"', OPERATOR, 4],
		["a.b not in (x)", OPERATOR, 4],
		["a.b like x", OPERATOR, 4],
		["a.b = ", STRING, 6],
		["a.b = (x)", STRING, 6],
		["a.b === x", STRING, 6],
		['a.b = "x', STRING, 6],
		[String.raw`a.b = "back\\"`, STRING, 6],
		['a.b = "x\0"', STRING, 6],
		["a.b regex (f|F)oo", STRING, 10],
		["a.b < x", NUMBER, 6],
		['a.b < "5"', NUMBER, 6],
		["a.b < .5", NUMBER, 6],
		["a.b <> x", NUMBER, 5],
		["a.b > anyof (5)", NUMBER, 6],
		["a.b < 5x", junkAfter("5"), 7],
		["a.b < 1e5", junkAfter("1"), 7],
		["a.b in [x]", LIST, 7],
		['a.b in "x"', LIST, 7],
		["a.b in", LIST, 6],
		["a.b in foo-bar", junkAfter("foo"), 10],
		["a.b in (x,)", "expected a string value", 10],
		["a.b in (,x)", CLOSING, 8],
		["a.b in (x y)", CLOSING, 10],
		["a.b in ((x))", CLOSING, 8],
		["a.b in (x", CLOSING, 9],
		["a.b in ('x)", CLOSING, 8],
		[String.raw`a.b in ("\z")`, String.raw`unsupported string escape sequence: \z`, 12],
		["a.b in (val(c.d))", CLOSING, 11],
		["a.b in anyof (x)", junkAfter("anyof"), 13],
		["a.b exists anyof (x)", junkAfter("exists"), 11],
		["a.b = oneof(x)", junkAfter("oneof"), 11],
		["a.b =oneof (x)", junkAfter("oneof"), 11],
		["a.b = anyof and_x", "expected blank or '(' after 'and'", 15],
		["a.b = anyof val(c.d)", junkAfter("val"), 15],
		["a.b = anyof (val(c.d))", CLOSING, 16],
		["a.b[] = x", "expected a valid field argument: a quoted string or a bare string", 4],
		["a.b[[0]] = x", "expected a valid field argument: a quoted string or a bare string", 4],
		['a.b["x] = y', "expected a valid field argument: a quoted string or a bare string", 4],
		["a.b[0 = x", "expected a ']' token", 5],
		["a.b = val(tolower(c.d))", "expected a field within 'val' transformer", 10],
		["a.b = val(c.d", "expected a ')' token closing the transformer", 13],
		["tolower(a.b c.d) = x", "expected a ')' token closing the transformer", 12],
		[
			"tolower() = x",
			"expected field transformer argument: field, transformer, quoted string, number, or transformer list",
			8,
		],
		["join(',', (a)) = x", "expected transformer list argument: field, transformer, quoted string, or number", 11],
		["join(',', ('a' 'b')) = x", "expected ')'", 15],
		[String.raw`a.b = "\z"`, String.raw`unsupported string escape sequence: \z`, 10],
		[String.raw`a.b = "\u0041"`, String.raw`unsupported string escape sequence: \u`, 14],
		[String.raw`a.b = 'a\"b'`, String.raw`invalid \" escape in '-quoted string`, 12],
		[String.raw`a.b = "a\'b"`, String.raw`invalid \' escape in "-quoted string`, 12],
		[String.raw`a.b = "\x6"`, "truncated hex char escape sequence", 11],
		[String.raw`a.b = "\xzz"`, "invalid hex char escape sequence: zz", 12],
		[String.raw`a.b = "\x6\n"`, String.raw`invalid hex char escape sequence: 6\ `.trimEnd(), 13],
	])("%j: %s, at %i", (text, message, position) => {
		expect(refusal(text)).toMatchObject({ message, position });
	});

	test.each([
		["a.b = x && a.c = y", "did you mean and?"],
		["a.b = x OR a.c = y", "did you mean or?"],
		["NOT a.b = x", "did you mean not?"],
		["lower(a.b) = x", "did you mean tolower?"],
		["a.b startwith x", "did you mean startswith?"],
		["a.b contains(x)", "contains needs a blank behind it"],
		["a.b not in (x)", "not stands before the field: not x in (…)"],
		["a.b = x constructor", undefined],
		["a.b ~ x", undefined],
		["a.b y x", undefined],
	])("%s: hint %s", (text, hint) => {
		expect(refusal(text).hint).toBe(hint);
	});

	test("a message shows the text as it was written", () => {
		expect(refusal(toBytes("a.b = 日本 x")).message).toBe(junkAfter("日本"));
	});
});

describe("depth", () => {
	const nested = (opening: string, levels: number, inner = "a.b = x") =>
		opening.repeat(levels) + inner + ")".repeat(levels);

	test.each([
		["(", 198],
		["not(", 248],
	])("%s nests %i times, not once more", (opening, levels) => {
		expect(() => parseCondition(nested(opening, levels))).not.toThrow();
		expect(refusal(nested(opening, levels + 1)).message).toBe("exceeded max depth limit of 1000");
	});

	test("a macro needs less of it than a check", () => {
		expect(() => parseCondition(nested("(", 199, "m"))).not.toThrow();
		expect(refusal(nested("(", 199))).toMatchObject({ position: 199 + "a.b".length });
	});

	test("chains are not nested", () => {
		expect(() => parseCondition("not ".repeat(5_000) + "a or b and ".repeat(50_000).concat("c"))).not.toThrow();
	});

	test.each(["(", "not(", "a and(", "a or(", "tolower(", 'join(",",(', "concat(a.b,"])(
		"%s without an end is refused",
		(opening) => {
			expect(refusal(opening.repeat(200_000)).message).toBe("exceeded max depth limit of 1000");
		},
	);
});

describe("positions in the tree", () => {
	test("stand where a check, its field and its right side start", () => {
		expect(parseCondition("m or  not (a.b[x] in\n(y))")).toEqual({
			type: "or",
			children: [
				{ type: "identifier", name: "m", at: 0 },
				{
					type: "not",
					child: {
						type: "binary_check",
						left: { type: "field", name: "a.b", argument: "x", at: 11 },
						operator: "in",
						right: { type: "list", values: ["y"], at: 21 },
						at: 11,
					},
				},
			],
		});
	});
});

test("whatever the text, it is either a condition or a FilterError with a place inside the text", () => {
	const word = fc.constantFrom(
		...["and", "or", "not", "(", ")", "a.b", "a", "[", "]", "=", "!=", "<", "in", "contains", "exists", "oneof", ","],
		...["tolower(", "join(", "val(", '"', "'", "\\", " ", "\n", "5", "0x1", "-", "x", "\0", "é"],
	);
	const text = fc.oneof(
		fc.array(fc.oneof(word, awkwardBytes), { maxLength: 30 }).map((words) => words.join("")),
		fc.array(word, { maxLength: 30 }).map((words) => words.join(" ")),
		fc.string({ unit: "binary", maxLength: 60 }).map(toBytes),
	);
	fc.assert(
		fc.property(text, (input) => {
			try {
				parseCondition(input);
			} catch (error) {
				expect(error).toBeInstanceOf(FilterError);
				expect((error as FilterError).position).toBeGreaterThanOrEqual(0);
				expect((error as FilterError).position).toBeLessThanOrEqual(input.length);
			}
		}),
		{ numRuns: 2_000 },
	);
});
