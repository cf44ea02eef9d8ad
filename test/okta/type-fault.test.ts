import { expect, test } from "vitest";
import { typeFault } from "../../src/okta/type-fault.ts";

test.each([
	[{}, "object"],
	[[], "array"],
	["", "string"],
] as const)("%j is of type %s", (value, type) => {
	expect(typeFault(value, type)).toBeUndefined();
});

test.each([
	[undefined, "object", "expected object, but it is missing"],
	[null, "object", "expected object, received null"],
	[[], "object", "expected object, received array"],
	[{}, "array", "expected array, received object"],
	[7, "string", "expected string, received number"],
	[true, "string", "expected string, received boolean"],
] as const)("%j is not of type %s", (value, type, fault) => {
	expect(typeFault(value, type)).toBe(fault);
});
