import { expect, test } from "vitest";
import { remembered } from "../../src/okta/remembered.ts";

function counting() {
	const asked: string[] = [];
	const answer = remembered((text) => {
		asked.push(text);
		return text.length;
	});
	return { asked, answer };
}

test("what was answered is not worked out again", () => {
	const { asked, answer } = counting();
	expect([answer("ab"), answer("abc"), answer("ab")]).toEqual([2, 3, 2]);
	expect(asked).toEqual(["ab", "abc"]);
});

test("long texts are answered and not remembered", () => {
	const { asked, answer } = counting();
	const long = "x".repeat(5_000);
	expect([answer(long), answer(long)]).toEqual([5_000, 5_000]);
	expect(asked).toHaveLength(2);
});

test("of ever new texts only so many are remembered, and answers stay right", () => {
	const { asked, answer } = counting();
	for (let number = 0; number < 10_000; number++) answer(String(number));
	expect(answer("0")).toBe(1);
	expect(asked.filter((text) => text === "0")).toHaveLength(2);
});
