import { expect, test } from "vitest";
import { CHECK_NAMES, inLots } from "../../../scripts/faults/checks.ts";

test("every check is made once: those that wait together, all others by themselves", () => {
	const [together = [], ...alone] = inLots(CHECK_NAMES);
	expect([...together, ...alone.flat()].toSorted()).toEqual(CHECK_NAMES.toSorted());
	expect(together).toContain("misconfiguration");
	expect(alone).toEqual([["single-kills"], ["backlog"], ["chaos"]]);
});

test("a check that was asked for is made alone", () => {
	expect([inLots(["backlog"]), inLots(["storms"]), inLots([])]).toEqual([[["backlog"]], [["storms"]], []]);
});
