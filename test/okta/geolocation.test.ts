import { expect, test } from "vitest";
import { coordinate } from "../../src/okta/geolocation.ts";

test.each([
	[undefined, "0"],
	[null, "0"],
	[0, "0"],
	[-0, "0"],
	[48.8566, "48.8566"],
	[-9.1333, "-9.1333"],
	[37, "37"],
	[-122.4072223, "-122.4072223"],
	[0.0001, "0.0001"],
	[0.00001, "1e-05"],
	[-0.0000125, "-1.25e-05"],
	[1.5e-7, "1.5e-07"],
	[999999, "999999"],
	[1000000, "1e+06"],
	[123456789.25, "1.2345678925e+08"],
	[1e20, "1e+20"],
	[1e300, "1e+300"],
	["48.8566", "48.8566"],
	[{ deg: 1 }, '{"deg":1}'],
])("coordinate %j reads %s, as Go prints it", (value, expected) => {
	expect(coordinate(value)).toBe(expected);
});
