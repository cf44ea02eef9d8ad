import { describe, expect, test } from "vitest";
import { toBytes } from "../../src/falco/bytes.ts";
import { type Explained, explainCondition } from "../../src/falco/explain.ts";
import { compileCondition } from "../../src/falco/filter/compile.ts";
import { parseCondition } from "../../src/falco/filter/parse.ts";
import { FieldSlots, Reading } from "../../src/falco/filter/reading.ts";
import { compileRegex } from "../../src/falco/filter/regex.ts";
import { BADGE_FIELDS, badgeEvent } from "./sample-event.ts";

const ANN = badgeEvent({ kind: "refused", holder: "Zoë", tries: 3n, zones: ["north", "south"] });

function explain(condition: string, event = ANN): Explained {
	return explainCondition(parseCondition(toBytes(condition)), event, BADGE_FIELDS, {
		staticFields: { site: "Lisbon" },
		compileRegex,
	});
}

/** A tree in one line: each part with whether it holds. */
function outline(explained: Explained): string {
	const mark = explained.holds ? "+" : "-";
	if (explained.type === "check") return `${mark}${explained.text}`;
	const children = explained.type === "not" ? [explained.child] : explained.children;
	return `${mark}${explained.type}(${children.map(outline).join(" ")})`;
}

describe("explainCondition", () => {
	test.each([
		["badge.kind = refused", "+badge.kind = refused"],
		["not badge.kind = refused", "-not(+badge.kind = refused)"],
		["badge.kind = opened and badge.tries > 2", "-and(-badge.kind = opened +badge.tries > 2)"],
		["badge.kind = refused or badge.tries > 5", "+or(+badge.kind = refused -badge.tries > 5)"],
		["not (badge.kind = opened or badge.tries = 1)", "+not(-or(-badge.kind = opened -badge.tries = 1))"],
	])("%s: tries every part of it, needed or not", (condition, expected) => {
		expect(outline(explain(condition))).toBe(expected);
	});

	test("draws up groups of the same kind, and keeps others apart", () => {
		const condition =
			"(badge.kind exists and (badge.tries > 1 and badge.tries > 2)) and (badge.tries = 1 or badge.tries = 3)";
		expect(outline(explain(condition))).toBe(
			"+and(+badge.kind exists +badge.tries > 1 +badge.tries > 2 +or(-badge.tries = 1 +badge.tries = 3))",
		);
	});

	test.each([
		["badge.holder = Zoë", [["badge.holder", "Zoë"]]],
		["badge.tries >= 3", [["badge.tries", "3"]]],
		["badge.zones[1] in (south, west)", [["badge.zones[1]", "south"]]],
		["badge.zones[7] = south", [["badge.zones[7]", null]]],
		["static.site = Lisbon", [["static.site", "Lisbon"]]],
		["evt.source = badge", [["evt.source", "badge"]]],
		["json.value[/holder] = Zoë", [["json.value[/holder]", "Zoë"]]],
		[
			"badge.kind = val(badge.holder)",
			[
				["badge.kind", "refused"],
				["badge.holder", "Zoë"],
			],
		],
		[
			"toupper(badge.kind) = REFUSED",
			[
				["badge.kind", "refused"],
				["toupper(badge.kind)", "REFUSED"],
			],
		],
		[
			'join("-", (badge.kind, badge.tries)) contains refused',
			[
				["badge.kind", "refused"],
				["badge.tries", "3"],
				['join("-", (badge.kind, badge.tries))', "refused-3"],
			],
		],
	])("%s: says what was read", (condition, values) => {
		expect(explain(condition)).toMatchObject({
			type: "check",
			values: values.map(([text, value]) => ({ text, value })),
		});
	});

	test("an empty value is not a missing one", () => {
		const nobody = badgeEvent({ holder: "" });
		expect(explain("badge.holder != x", nobody)).toMatchObject({ holds: true, values: [{ value: "" }] });
		expect(explain("badge.kind != x", nobody)).toMatchObject({ holds: false, values: [{ value: null }] });
	});

	test("says what the engine says", () => {
		for (const condition of [
			"badge.kind startswith anyof (ref, open) and not badge.holder regex Z.",
			"(badge.tries in (1, 2) or badge.zones exists) and not (badge.kind = opened or badge.holder = Ann)",
			"badge.kind icontains FUS and badge.zones intersects (north)",
		]) {
			const parsed = parseCondition(toBytes(condition));
			const slots = new FieldSlots(BADGE_FIELDS, compileRegex);
			const holds = compileCondition(parsed, slots)(new Reading(ANN, slots));
			expect(explain(condition).holds, condition).toBe(holds);
		}
	});
});
