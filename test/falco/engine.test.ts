import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toBytes } from "../../src/falco/bytes.ts";
import { withCommonFields } from "../../src/falco/common-fields.ts";
import { createEngine } from "../../src/falco/engine.ts";
import { acceptedValues } from "../../src/falco/filter/event-types.ts";
import { parseCondition } from "../../src/falco/filter/parse.ts";
import { compileRegex } from "../../src/falco/filter/regex.ts";
import { parseOutput } from "../../src/falco/output-parse.ts";
import type { Rule, RuleSet } from "../../src/falco/rule-set.ts";
import { BADGE_FIELDS, badgeEvent } from "./sample-event.ts";

const FIELDS = withCommonFields(BADGE_FIELDS);

/** Rules named by their conditions, as a rule file that is loaded leaves them. */
function ruleSet(conditions: readonly string[], own: Partial<RuleSet> & { rule?: Partial<Rule> } = {}): RuleSet {
	const { rule, ...rest } = own;
	return {
		ruleMatching: "all",
		alert: {
			timeFormatIso8601: false,
			includeMessage: false,
			includeOutput: true,
			includeOutputFields: true,
			includeTags: true,
		},
		rules: conditions.map((text): Rule => {
			const condition = parseCondition(toBytes(text));
			const eventTypes = acceptedValues(condition, "badge.kind");
			return {
				name: text,
				source: "badge",
				priority: "Notice",
				tags: [],
				condition,
				output: parseOutput("%badge.holder", FIELDS),
				extraFields: [],
				...(eventTypes && { eventTypes }),
				...rule,
			};
		}),
		...rest,
	};
}

const CONDITIONS = [
	"badge.kind = refused and badge.tries > 3",
	"badge.tries > 10",
	"badge.kind in (refused, lost)",
	"not badge.kind = refused",
	"badge.kind = refused",
	'json.value[/holder] = "Ann" and evt.source = badge',
];
const ANN = badgeEvent({ kind: "refused", holder: "Ann", tries: 12n });
const BOB = badgeEvent({ kind: "lost", holder: "Bob" });

const matches = (rules: RuleSet, event = ANN, options = {}) =>
	createEngine(rules, BADGE_FIELDS, options)
		.evaluate(event)
		.map(({ rule }) => rule);

describe("createEngine", () => {
	test("raises an alert for every rule that matches, in the order of the rules", () => {
		expect(matches(ruleSet(CONDITIONS))).toEqual([0, 1, 2, 4, 5].map((place) => CONDITIONS[place]));
		expect(matches(ruleSet(CONDITIONS), BOB)).toEqual([2, 3].map((place) => CONDITIONS[place]));
	});

	test("with rule_matching first, only for the first", () => {
		expect(matches(ruleSet(CONDITIONS, { ruleMatching: "first" }))).toEqual([CONDITIONS[0]]);
		expect(matches(ruleSet(CONDITIONS, { ruleMatching: "first" }), BOB)).toEqual([CONDITIONS[2]]);
	});

	test("tells in the alert what the event holds", () => {
		expect(createEngine(ruleSet(["badge.kind exists"]), BADGE_FIELDS).evaluate(ANN)).toMatchObject([
			{ rule: "badge.kind exists", priority: "Notice", output: "12:00:03.000000042: Notice Ann" },
		]);
	});

	test("keeps nothing from one event to the next", () => {
		const engine = createEngine(ruleSet(CONDITIONS), BADGE_FIELDS, { indexField: "badge.kind" });
		const once = [ANN, BOB].map((event) => engine.evaluate(event));
		expect([ANN, BOB].map((event) => engine.evaluate(event))).toEqual(once);
	});

	test("leaves out rules of other sources", () => {
		expect(matches(ruleSet(CONDITIONS, { rule: { source: "syscall" } }))).toEqual([]);
	});

	test("without rules there are no alerts", () => expect(matches(ruleSet([]))).toEqual([]));

	test("an index changes no answer", () => {
		const badge = fc.record(
			{ kind: fc.constantFrom("refused", "lost", "found", ""), tries: fc.bigInt(0n, 20n) },
			{ requiredKeys: [] },
		);
		for (const ruleMatching of ["first", "all"] as const) {
			const rules = ruleSet(CONDITIONS, { ruleMatching });
			const plain = createEngine(rules, BADGE_FIELDS);
			const indexed = createEngine(rules, BADGE_FIELDS, { indexField: "badge.kind" });
			const scoped = createEngine(rules, BADGE_FIELDS, { indexField: "badge.kind", scopeFields: ["badge.tries"] });
			fc.assert(
				fc.property(badge, (badge) => {
					const alerts = plain.evaluate(badgeEvent(badge));
					expect(indexed.evaluate(badgeEvent(badge))).toEqual(alerts);
					expect(scoped.evaluate(badgeEvent(badge))).toEqual(alerts);
				}),
			);
		}
	});

	test("tries only rules that list the event's value of the index field", () => {
		const rules = ruleSet(["badge.kind = refused"], { rule: { eventTypes: ["lost"] } });
		expect(matches(rules, ANN)).toEqual(["badge.kind = refused"]);
		expect(matches(rules, ANN, { indexField: "badge.kind" })).toEqual([]);
	});

	test("runs a rule set that went through JSON", () => {
		const rules = ruleSet(CONDITIONS);
		expect(matches(JSON.parse(JSON.stringify(rules)))).toEqual(matches(rules));
	});

	test("a field that only some values of the index field have is not read with others", () => {
		let reads = 0;
		const read = () => () => {
			reads++;
			return "3";
		};
		const fields = {
			...BADGE_FIELDS,
			"badge.odd": { type: "CHARBUF", description: "", onlyFor: ["lost"], read },
		} as const;
		const conditions = ["badge.odd = 3", "not badge.odd exists", "badge.holder exists and tolower(badge.odd) != x"];
		const engine = createEngine(ruleSet(conditions), fields, { indexField: "badge.kind" });
		const names = (event: typeof ANN) => engine.evaluate(event).map(({ rule }) => rule);
		expect(names(ANN)).toEqual([conditions[1]]);
		expect(reads).toBe(0);
		expect(names(BOB)).toEqual([conditions[0], conditions[2]]);
	});

	test("goes on when it has met more values than it remembers", () => {
		const engine = createEngine(ruleSet(CONDITIONS), BADGE_FIELDS, { indexField: "badge.kind" });
		engine.evaluate(ANN);
		for (let at = 0; at < 60_000; at++) engine.evaluate(badgeEvent({ kind: `kind ${at}` }));
		expect(engine.evaluate(ANN)).toEqual(createEngine(ruleSet(CONDITIONS), BADGE_FIELDS).evaluate(ANN));
	});

	test("compiles a rule when an event meets it first, and names the rule that cannot be", () => {
		const rules = ruleSet(["badge.kind = refused", "badge.kind = lost"]);
		const [good, bad] = rules.rules as [Rule, Rule];
		const broken = { ...rules, rules: [good, { ...bad, condition: parseCondition("badge.nope exists") }] };
		const engine = createEngine(broken, BADGE_FIELDS, { indexField: "badge.kind" });
		expect(engine.evaluate(ANN)).toHaveLength(1);
		expect(() => engine.evaluate(BOB)).toThrow("rule badge.kind = lost: nonexistent field badge.nope");
	});

	test("brings regex only to those who hand it in: without, the rule that uses it is named", () => {
		const rules = ruleSet(["badge.holder regex A.*"]);
		expect(matches(rules, ANN, { compileRegex })).toEqual(["badge.holder regex A.*"]);
		expect(() => matches(rules)).toThrow("rule badge.holder regex A.*: it uses regex, and the engine was made without");
	});

	test("refuses an index field that does not exist", () => {
		expect(() => createEngine(ruleSet([]), BADGE_FIELDS, { indexField: "badge.nope" })).toThrow(
			"nonexistent field badge.nope",
		);
	});

	test("knows the static fields of the rule set", () => {
		const rules = ruleSet(["static.site = north"], { staticFields: { site: "north" } });
		expect(matches(rules)).toEqual(["static.site = north"]);
	});

	test("a field of the source stands before a common one of the same name", () => {
		const fields = { ...BADGE_FIELDS, "evt.hostname": { ...BADGE_FIELDS["badge.holder"]!, description: "its own" } };
		expect(createEngine(ruleSet(["evt.hostname = Ann"]), fields).evaluate(ANN)).toHaveLength(1);
	});
});
