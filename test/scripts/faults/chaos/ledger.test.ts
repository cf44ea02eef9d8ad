import { describe, expect, test } from "vitest";
import { explainRepeats, Ledger } from "../../../../scripts/faults/chaos/ledger.ts";

function ledgerOf(...ids: string[]): Ledger {
	const ledger = new Ledger();
	for (const id of ids) ledger.expect({ event: {}, id, raises: ["Locked"] });
	return ledger;
}

test("an alert is missing until it comes", () => {
	const ledger = ledgerOf("a", "b");
	ledger.take("b Locked", 1);
	expect([ledger.missing, ledger.arrived, ledger.expected]).toEqual([["a Locked"], 1, 2]);
});

test("an event that two rules alert on has two alerts", () => {
	const ledger = new Ledger();
	ledger.expect({ event: {}, id: "a", raises: ["Locked", "Reset"] });
	ledger.take("a Reset", 1);
	expect(ledger.missing).toEqual(["a Locked"]);
});

test("a poisonous alert need not come, and must not", () => {
	const ledger = new Ledger();
	ledger.expect({ event: {}, id: "a", raises: ["Locked"], fate: "poison" });
	expect([ledger.missing, ledger.expected, ledger.poisonous, ledger.isPoison("a Locked")]).toEqual([[], 0, 1, true]);
	ledger.take("a Locked", 1);
	expect(ledger.unexpected).toEqual(["a Locked"]);
});

test("an alert that nobody expected is noted", () => {
	const ledger = ledgerOf("a");
	ledger.take("c Locked", 1);
	expect([ledger.unexpected, ledger.arrived]).toEqual([["c Locked"], 0]);
});

test("an alert that comes twice arrived once", () => {
	const ledger = ledgerOf("a");
	ledger.take("a Locked", 1);
	ledger.take("a Locked", 5);
	expect(ledger.arrived).toBe(1);
	expect(ledger.repeated).toEqual([{ key: "a Locked", taken: [1, 5], untold: 0 }]);
});

test("a lost answer explains one arrival more", () => {
	const ledger = ledgerOf("a", "b");
	for (const key of ["a Locked", "b Locked"]) {
		ledger.take(key, 1);
		ledger.loseAnswer(key);
		ledger.take(key, 5);
	}
	ledger.take("b Locked", 9);
	expect(ledger.repeated.map(({ key }) => key)).toEqual(["b Locked"]);
});

describe("kills", () => {
	const kills = [
		{ at: 100, until: 130 },
		{ at: 200, until: 230 },
	];

	test.each([
		["one between the two arrivals", [90, 140], [1, 0]],
		["the first of several", [90, 300], [1, 0]],
		["one while which the alert was still on the wire", [110, 210], [1, 0]],
		["one for each further arrival", [90, 140, 240], [1, 1]],
	])("explain a repeated alert by %s", (_, taken, byKill) => {
		expect(explainRepeats([{ key: "a", taken, untold: 0 }], kills)).toEqual({ byKill, unexplained: [] });
	});

	test.each([
		["both arrivals before any", [10, 20]],
		["both between two", [140, 190]],
		["both after all", [240, 250]],
	])("do not explain %s", (_, taken) => {
		expect(explainRepeats([{ key: "a", taken, untold: 0 }], kills)).toEqual({ byKill: [0, 0], unexplained: ["a"] });
	});

	test("need not explain what a lost answer does", () => {
		const repeated = [{ key: "a", taken: [10, 20, 140], untold: 1 }];
		expect(explainRepeats(repeated, kills)).toEqual({ byKill: [1, 0], unexplained: [] });
	});
});
