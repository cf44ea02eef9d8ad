import { expect, test } from "vitest";
import { lazily } from "../src/lazily.ts";

test("a value is made when it is asked for, once, whatever it is", () => {
	let made = 0;
	const value = lazily(() => {
		made++;
		return undefined;
	});
	expect(made).toBe(0);
	expect([value(), value()]).toEqual([undefined, undefined]);
	expect(made).toBe(1);
});

test("one that could not be made is tried again", () => {
	let tries = 0;
	const value = lazily(() => {
		if (++tries === 1) throw new Error("not now");
		return tries;
	});
	expect(value).toThrow("not now");
	expect(value()).toBe(2);
});
