import { describe, expect, test } from "vitest";
import { compilePointer } from "../../src/falco/json-pointer.ts";

const DOCUMENT = JSON.parse(
	'{"a":{"b":1,"":"empty","c/d":"slash","e~f":"tilde","~1":"both"},"list":["x",{"y":[true]}],"":"root","1":"one","__proto__":{"own":2}}',
);

describe("compilePointer", () => {
	test.each([
		["/a/b", 1],
		["a/b", 1],
		["/a/", "empty"],
		["/a/c~1d", "slash"],
		["/a/e~0f", "tilde"],
		["/a/~01", "both"],
		["/", "root"],
		["/1", "one"],
		["/list/0", "x"],
		["/list/00", "x"],
		["/list/+1/y/0", true],
		["/list/-0", "x"],
		["/__proto__/own", 2],
	])("%j finds %j", (pointer, value) => expect(compilePointer(pointer)(DOCUMENT)).toBe(value));

	test("the empty pointer is the document", () => expect(compilePointer("")(DOCUMENT)).toBe(DOCUMENT));

	test.each([
		["/nope"],
		["/a/b/c"],
		["/a/B"],
		["//a"],
		["/list/2"],
		["/list/-1"],
		["/list/x"],
		["/list/1.0"],
		["/list/ 1"],
		["/list/1e0"],
		["/list/99999999999999999999999"],
		["/list/length"],
		["/constructor"],
		["/a/toString"],
		["/a/__proto__"],
		["/list/0/0"],
		["/list/0/length"],
	])("%j finds nothing", (pointer) => expect(compilePointer(pointer)(DOCUMENT)).toBeUndefined());

	test.each([[undefined], [null], ["text"], [5]])("finds nothing in %j", (document) => {
		expect(compilePointer("/a")(document)).toBeUndefined();
	});
});
