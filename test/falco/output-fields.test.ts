import { describe, expect, test } from "vitest";
import { toBytes } from "../../src/falco/bytes.ts";
import { withCommonFields } from "../../src/falco/common-fields.ts";
import { FieldSlots, Reading } from "../../src/falco/filter/reading.ts";
import { compileOutputFields } from "../../src/falco/output-fields.ts";
import { parseOutput } from "../../src/falco/output-parse.ts";
import type { ExtraField } from "../../src/falco/rule-set.ts";
import { WrittenFields } from "../../src/falco/written-fields.ts";
import { BADGE_FIELDS, type BadgeEvent, badgeEvent, NOON } from "./sample-event.ts";

const FIELDS = withCommonFields(BADGE_FIELDS);
const ANN = badgeEvent({ kind: "refused", holder: 'Ann "A"', tries: 12n, zones: ["north"] });

function outputFields(output: string, event: BadgeEvent, extraFields: readonly ExtraField[] = []): string {
	const slots = new FieldSlots(FIELDS);
	const fields = new WrittenFields(slots);
	fields.addAll(parseOutput(toBytes(output), FIELDS));
	const write = compileOutputFields(fields, extraFields, slots);
	const reading = new Reading(event, slots);
	return write(reading, fields.write(reading));
}

describe("compileOutputFields", () => {
	test.each([
		["plain", "{}"],
		["%badge.tries %badge.holder", '{"badge.holder":"Ann \\"A\\"","badge.tries":12}'],
		["%badge.kind and %badge.kind", '{"badge.kind":"refused"}'],
		["%3badge.kind", '{"badge.kind":"refused"}'],
		["%evt.is_async %evt.asynctype", '{"evt.asynctype":null,"evt.is_async":false}'],
		["%evt.time %evt.rawtime.ns", `{"evt.rawtime.ns":42,"evt.time":${NOON}}`],
		["%toupper(badge.kind)", '{"badge.kind":"refused"}'],
		[
			'%join(badge.kind, ("x", len(badge.holder), badge.tries))',
			'{"badge.holder":"Ann \\"A\\"","badge.kind":"refused","badge.tries":12}',
		],
		['%tolower("A")', "{}"],
		["%badge.zones[0] %badge.zones[1]", '{"badge.zones[0]":"north","badge.zones[1]":null}'],
		['%json.value["/holder"]', '{"json.value[/holder]":"Ann \\"A\\""}'],
		["%json.value[/é]", '{"json.value[/é]":null}'],
		// Bytes in order, not letters.
		[
			"%json.value[/b] %json.value[/B] %json.rawtime",
			`{"json.rawtime":"${NOON}","json.value[/B]":null,"json.value[/b]":null}`,
		],
	])("%s", (output, json) => expect(outputFields(output, ANN)).toBe(json));

	test("a missing value is null, an empty one is empty", () => {
		expect(outputFields("%badge.kind %badge.holder %badge.tries", badgeEvent({ holder: "" }))).toBe(
			'{"badge.holder":"","badge.kind":null,"badge.tries":null}',
		);
	});

	test("extra fields are text from a template, or a field with its own type, and win over the output's", () => {
		const template = parseOutput("%badge.tries tries by %badge.kind", FIELDS);
		expect(
			outputFields("%badge.holder %evt.time", badgeEvent({ holder: "Ann", tries: 2n, zones: ["süd"] }), [
				{ key: "evt.time", template },
				{ key: "who", template: parseOutput("%badge.holder", FIELDS) },
				{ key: "badge.tries", field: "badge.tries" },
				{ key: "badge.zones[0]", field: "badge.zones[0]" },
				{ key: "badge.zones[9]", field: "badge.zones[9]" },
			]),
		).toBe(
			'{"badge.holder":"Ann","badge.tries":2,"badge.zones[0]":"süd","badge.zones[9]":null,"evt.time":"2 tries by <NA>","who":"Ann"}',
		);
	});

	test.each([
		"badge.kinds",
		"badge.kind.",
		"badge.kind[0]",
		"badge.zones[x]",
		"badge.zones[00]",
		"badge.zones[0",
		"badge.zones[0]]",
		"toupper(badge.kind)",
		"json.value",
		'json.value["/holder"]',
		"constructor",
		"",
	])("an extra field that is not the key of a field, %j, is null", (field) => {
		expect(outputFields("plain", ANN, [{ key: "k", field }])).toBe('{"k":null}');
	});
});
