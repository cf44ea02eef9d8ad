import { describe, expect, test } from "vitest";
import { toBytes, toText } from "../../src/falco/bytes.ts";
import { withCommonFields } from "../../src/falco/common-fields.ts";
import { FieldSlots, Reading } from "../../src/falco/filter/reading.ts";
import { compileOutput } from "../../src/falco/output.ts";
import { parseOutput } from "../../src/falco/output-parse.ts";
import { BADGE_FIELDS, type BadgeEvent, badgeEvent } from "./sample-event.ts";

const FIELDS = withCommonFields(BADGE_FIELDS);

function render(output: string, event: BadgeEvent): string {
	const slots = new FieldSlots(FIELDS);
	return toText(compileOutput(parseOutput(toBytes(output), FIELDS), slots)(new Reading(event, slots)));
}

const ANN = badgeEvent({ kind: "refused", holder: "Ann", tries: 12n, zones: ["north", "Süd"] });
const UNKNOWN = badgeEvent({ holder: "" }, { firstTime: 0n });

describe("compileOutput", () => {
	test.each([
		["plain text {}\\", "plain text {}\\"],
		["%badge.holder was %badge.kind", "Ann was refused"],
		["%badge.tries tries", "12 tries"],
		["%badge.zones, first %badge.zones[0]", "(north,Süd), first north"],
		["%json.value[/zones]", '["north","Süd"]'],
		["%evt.is_async", "false"],
		["%evt.rawtime.s.%evt.rawtime.ns", "1782907203.000000042"],
		["%evt.reltime", "000000000"],
		["%toupper(badge.holder)", "ANN"],
		["%len(badge.zones)", "12"],
		['%concat(badge.holder, "/", badge.kind)', "Ann/refused"],
		['%join("+", (badge.holder, badge.tries, evt.rawtime.ns))', "Ann+12+000000042"],
		['%getopt(("-a", "-b"), "ab")', "(a,b)"],
	])("%s → %s", (output, text) => expect(render(output, ANN)).toBe(text));

	test.each([
		["missing: %badge.kind", "missing: <NA>"],
		["empty: %badge.holder.", "empty: ."],
		["missing: %tolower(badge.kind)", "missing: <NA>"],
		["missing: %concat(badge.holder, badge.kind)", "missing: <NA>"],
		["missing: %evt.asynctype", "missing: <NA>"],
	])("%s", (output, text) => expect(render(output, UNKNOWN)).toBe(text));

	test.each([
		["%5badge.holder|", "Ann  |"],
		["%2badge.holder|", "An|"],
		["%3badge.tries|", "12 |"],
		["%2toupper(badge.kind)|", "RE|"],
		["%9badge.zones|", "(north,S\ufffd|"],
		["%0badge.holder|", "Ann|"],
	])("%s is as wide in bytes: %s", (output, text) => expect(render(output, ANN)).toBe(text));

	test("a width cuts what stands for a missing value too", () => {
		expect(render("%2badge.kind|%6badge.kind|", UNKNOWN)).toBe("<N|<NA>  |");
	});

	test("text ends at a NUL, and what is no text becomes U+FFFD", () => {
		expect(render("%badge.holder!", badgeEvent({ holder: "Ann\0admin" }))).toBe("Ann!");
		expect(render("%badge.holder!", badgeEvent({ holder: "A\ud800B" }))).toBe("A\ufffdB!");
		expect(render("%b64(badge.holder)!", badgeEvent({ holder: "/w==" }))).toBe("\ufffd!");
	});

	test("a percent sign in a value is no field", () => {
		expect(render("%badge.holder", badgeEvent({ holder: "%badge.kind" }))).toBe("%badge.kind");
	});
});
