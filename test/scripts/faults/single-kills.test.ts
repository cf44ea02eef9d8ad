import { expect, test } from "vitest";
import { judge } from "../../../scripts/faults/single-kills.ts";

test.each([
	["taken once, before the kill", [990], []],
	["taken once, after it", [1_200], []],
	["taken before the kill and again after it", [990, 1_200], []],
	["sent before the kill and taken a moment later, and again", [1_010, 1_200], []],
	["never taken", [], ["alerts did not arrive: a"]],
	["taken twice after the kill", [1_200, 1_300], ["alerts arrived twice that were first sent after the kill: a"]],
	["taken three times", [990, 1_200, 1_300], ["alerts arrived more often than twice: a"]],
])("an alert %s", (_, taken, faults) => {
	expect(judge([{ id: "a", killedAt: 1_000, taken }]).faults).toEqual(faults);
});
