import { expect, test } from "vitest";
import { Witnesses } from "../../src/org/witnesses.ts";

function witnessesOf(...ids: string[]): Witnesses {
	const witnesses = new Witnesses();
	for (const id of ids) witnesses.add(id);
	return witnesses;
}

test.each([
	["nobody", [], false, false],
	["one", ["a"], true, false],
	["one, again and again", ["a", "a", "a", "a"], true, false],
	["two in turns", ["a", "b", "a", "b"], true, false],
	["three", ["a", "b", "c"], true, true],
])("that alerts fail is witnessed by %s", (_, ids, areHeard, areEnough) => {
	const witnesses = witnessesOf(...ids);
	expect([witnesses.areHeard, witnesses.areEnough, witnesses.ids]).toEqual([areHeard, areEnough, ids]);
});

test("those before the last eight are heard no more", () => {
	expect(witnessesOf(..."abcdefghij").ids.join("")).toBe("cdefghij");
});

test("one answer, and what they said does not count", () => {
	const witnesses = witnessesOf("a", "b", "c");
	witnesses.dismiss();
	expect([witnesses.areHeard, witnesses.areEnough]).toEqual([false, false]);
});
