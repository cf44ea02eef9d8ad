import { describe, expect, test } from "vitest";
import { type Alert, compileAlert } from "../../src/falco/alert.ts";
import { toBytes } from "../../src/falco/bytes.ts";
import { withCommonFields } from "../../src/falco/common-fields.ts";
import { FieldSlots, Reading } from "../../src/falco/filter/reading.ts";
import { parseOutput } from "../../src/falco/output-parse.ts";
import type { AlertSettings, Rule } from "../../src/falco/rule-set.ts";
import { BADGE_FIELDS, type BadgeEvent, badgeEvent } from "./sample-event.ts";

const FIELDS = withCommonFields(BADGE_FIELDS);

/** What falco.yaml has where it says nothing. */
const DEFAULTS: AlertSettings = {
	timeFormatIso8601: false,
	includeMessage: false,
	includeOutput: true,
	includeOutputFields: true,
	includeTags: true,
};

const ANN = badgeEvent({ kind: "refused", holder: "Ann", tries: 12n });

interface Given {
	readonly output?: string;
	readonly rule?: Partial<Rule>;
	readonly settings?: Partial<AlertSettings>;
	readonly event?: BadgeEvent;
}

function alertOf({ output = "%badge.holder", rule = {}, settings = {}, event = ANN }: Given): Alert {
	const slots = new FieldSlots(FIELDS);
	const whole: Rule = {
		name: "Badge refused",
		source: "badge",
		priority: "Warning",
		tags: ["T1078", "doors"],
		condition: { type: "unary_check", left: { type: "field", name: "badge.kind" }, operator: "exists" },
		output: parseOutput(toBytes(output), FIELDS),
		extraFields: [],
		...rule,
	};
	return compileAlert(whole, { ...DEFAULTS, ...settings }, slots)(new Reading(event, slots));
}

describe("compileAlert", () => {
	test("gives the alert, and its JSON as Falco writes it", () => {
		expect(alertOf({ output: "%badge.holder was refused %badge.tries times" })).toEqual({
			rule: "Badge refused",
			priority: "Warning",
			time: "2026-07-01T12:00:03.000000042Z",
			output: "12:00:03.000000042: Warning Ann was refused 12 times",
			json:
				'{"hostname":"gate","output":"12:00:03.000000042: Warning Ann was refused 12 times",' +
				'"output_fields":{"badge.holder":"Ann","badge.tries":12,"evt.time":1782907203000000042},' +
				'"priority":"Warning","rule":"Badge refused","source":"badge","tags":["T1078","doors"],' +
				'"time":"2026-07-01T12:00:03.000000042Z"}',
		});
	});

	test.each<[string, Given, string]>([
		[
			"no tags are an empty list, and the time's field is there without being asked for",
			{ output: "plain", rule: { tags: [], priority: "Informational" } },
			'{"hostname":"gate","output":"12:00:03.000000042: Informational plain","output_fields":{"evt.time":1782907203000000042},"priority":"Informational","rule":"Badge refused","source":"badge","tags":[],"time":"2026-07-01T12:00:03.000000042Z"}',
		],
		[
			"the message is the output without its prefix",
			{ settings: { includeMessage: true } },
			'{"hostname":"gate","message":"Ann","output":"12:00:03.000000042: Warning Ann","output_fields":{"badge.holder":"Ann","evt.time":1782907203000000042},"priority":"Warning","rule":"Badge refused","source":"badge","tags":["T1078","doors"],"time":"2026-07-01T12:00:03.000000042Z"}',
		],
		[
			"ISO 8601 times change the prefix and its field",
			{ settings: { timeFormatIso8601: true } },
			'{"hostname":"gate","output":"2026-07-01T12:00:03.000000042+0000: Warning Ann","output_fields":{"badge.holder":"Ann","evt.time.iso8601":1782907203000000042},"priority":"Warning","rule":"Badge refused","source":"badge","tags":["T1078","doors"],"time":"2026-07-01T12:00:03.000000042Z"}',
		],
		[
			"output, fields and tags can be left out",
			{ settings: { includeOutput: false, includeOutputFields: false, includeTags: false } },
			'{"hostname":"gate","priority":"Warning","rule":"Badge refused","source":"badge","time":"2026-07-01T12:00:03.000000042Z"}',
		],
		[
			"a time before the epoch is negative in the fields and far ahead in the text",
			{ event: badgeEvent({ holder: "Ann" }, { time: -1n }) },
			'{"hostname":"gate","output":"23:34:33.709551615: Warning Ann","output_fields":{"badge.holder":"Ann","evt.time":-1},"priority":"Warning","rule":"Badge refused","source":"badge","tags":["T1078","doors"],"time":"2554-07-21T23:34:33.709551615Z"}',
		],
		[
			"only what has to be escaped is",
			{
				output: '"%badge.holder" \\ / %badge.kind',
				rule: { name: 'É "quoted" \\', tags: ["<é>"] },
				event: badgeEvent({ holder: "\x01\b\t\n\v\f\r\x1f\x7f<>&'", kind: "日本😀\u2028" }, { hostname: 'a"b' }),
			},
			'{"hostname":"a\\"b","output":"12:00:03.000000042: Warning \\"\\u0001\\b\\t\\n\\u000b\\f\\r\\u001f\x7f<>&\'\\" \\\\ / 日本😀\u2028",' +
				'"output_fields":{"badge.holder":"\\u0001\\b\\t\\n\\u000b\\f\\r\\u001f\x7f<>&\'","badge.kind":"日本😀\u2028","evt.time":1782907203000000042},' +
				'"priority":"Warning","rule":"É \\"quoted\\" \\\\","source":"badge","tags":["<é>"],"time":"2026-07-01T12:00:03.000000042Z"}',
		],
	])("%s", (_, given, json) => expect(alertOf(given).json).toBe(json));

	test("whatever is not in the JSON, the alert has its output", () => {
		expect(alertOf({ settings: { includeOutput: false } }).output).toBe("12:00:03.000000042: Warning Ann");
	});

	test("hostile values leave the JSON well-formed", () => {
		const holder = '","rule":"other\\","\ud800\0\u0000}';
		const { json } = alertOf({
			output: "%badge.holder %7badge.holder",
			event: badgeEvent({ holder }, { hostname: "\udc00" }),
		});
		expect(JSON.parse(json)).toMatchObject({
			hostname: "\ufffd",
			rule: "Badge refused",
			output_fields: { "badge.holder": '","rule":"other\\","\ufffd' },
		});
	});
});
