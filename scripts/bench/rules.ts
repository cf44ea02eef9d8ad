import { fieldUses } from "../../src/falco/field-uses.ts";
import type { RuleSet } from "../../src/falco/rule-set.ts";
import { isWindowField, SCOPE } from "../../src/okta/windows/plan.ts";
import { contest } from "./contest.ts";
import { evaluation, parseOnly } from "./evaluate.ts";
import { Events } from "./events.ts";
import type { Figure, Section, Setting } from "./figure.ts";
import { allRules, compatibilityRules, defaultRules } from "./rule-sets.ts";

/** Deliveries that one contender does at a stretch. */
const ROUND = 1_000;

/** Share of events that alert with the rules as they are shipped. */
const CALM = 0.02;
const STORMY = 0.8;

/** What evaluating costs beside parsing, with the rules of rules/. */
export const measureRules: Section = (setting) => {
	const calm = contest(contenders(), rounds(setting, CALM, 0));
	const stormy = contest(contenders(), rounds(setting, STORMY, 0.5));
	return [
		{ section: "rules", name: "JSON.parse alone", value: calm.parse.time, unit: "µs" },
		figure("compatibility rules, calm", calm.compatibility, 1.2),
		figure("default rules, calm", calm.default, 1.2),
		figure("default rules that do not look back, calm", calm.stateless),
		figure("all rules, calm for the default ones", calm.all, 1.7),
		figure("compatibility rules, stormy", stormy.compatibility),
		figure("default rules, stormy", stormy.default),
		figure("all rules, stormy", stormy.all),
	];
};

function contenders() {
	return {
		parse: parseOnly,
		compatibility: evaluation(compatibilityRules()),
		default: evaluation(defaultRules()),
		stateless: evaluation(withoutWindows(defaultRules())),
		all: evaluation(allRules()),
	};
}

/** Those that Falco could run: entering events into what others look back at is left out with the rules that do. */
function withoutWindows(ruleSet: RuleSet): RuleSet {
	const looking = new Set(fieldUses(ruleSet.rules, isWindowField, SCOPE).map(({ rule }) => rule));
	return { ...ruleSet, rules: ruleSet.rules.filter(({ name }) => !looking.has(name)) };
}

function* rounds({ seed, events, progress }: Setting, loud: number, from: number) {
	const source = new Events(seed, loud);
	for (let done = 0; done < events; done += ROUND) {
		progress(from + done / events / 2, `${done} events, ${Math.round(loud * 100)} % of them loud`);
		yield source.deliveries(ROUND);
	}
}

function figure(
	name: string,
	{ time, ratio, alerted }: { time: number; ratio: number; alerted: number },
	most?: number,
): Figure {
	const note = `${time.toFixed(1)} µs; ${(alerted * 100).toFixed(0)} % alert`;
	return { section: "rules", name, value: ratio, unit: "×", note, ...(most !== undefined && { most }) };
}
