import { DEFAULT_CONFIG } from "../../src/falco/config.ts";
import type { RuleSet } from "../../src/falco/rule-set.ts";
import { EVENT_TYPES } from "../../src/okta/event-types.ts";
import { Random } from "../faults/random.ts";
import { loadOktaRules } from "../rules/load-okta-rules.ts";
import { contest } from "./contest.ts";
import { evaluation, parseOnly } from "./evaluate.ts";
import { Events } from "./events.ts";
import type { Section } from "./figure.ts";

const ROUND = 500;

/** Rules that have no event type are slow enough for fewer events. */
const UNRESTRICTED = 1_000;

/** What an event costs with 60, 100, 1,000 and 10,000 rules, and with rules that any event has to be tried on. */
export const measureManyRules: Section = ({ seed, events, progress }) => {
	const source = new Events(seed);
	const random = new Random(seed, "many rules");
	const spread = (count: number) => evaluation(generate(count, random, true));
	function* rounds(share: number, from: number) {
		for (let done = 0; done < events * share; done += ROUND) {
			progress(from + done / events / 2, "generated rules");
			yield source.deliveries(ROUND);
		}
	}
	const contenders = { "60": spread(60), "100": spread(100), "1000": spread(1_000), "10000": spread(10_000) };
	const bySize = contest(contenders, rounds(0.5, 0));
	const open = contest(
		{ parse: parseOnly, none: spread(0), any: evaluation(generate(UNRESTRICTED, random, false)) },
		rounds(0.1, 0.5),
	);
	const perRule = ((open.any.time - open.none.time) * 1_000) / UNRESTRICTED;
	const section = "many rules";
	const figure = (count: keyof typeof contenders) => {
		const { time, ratio } = bySize[count];
		return {
			section,
			name: `${count} rules over all event types, to 60`,
			value: ratio,
			unit: "×",
			note: `${time.toFixed(1)} µs`,
		} as const;
	};
	return [
		figure("100"),
		figure("1000"),
		{ ...figure("10000"), most: 1.5 },
		{ section, name: "1000 rules for any event, a rule and event", value: perRule, unit: "ns", most: 60 },
	];
};

const COUNTRIES = ["Atlantis", "Lemuria", "Thule", "Avalon"];

/** Conditions of the kinds that rules have; none of them holds. */
const CONDITIONS: readonly ((random: Random) => string)[] = [
	(random) => `okta.actor.alternateid = "nobody.${random.integer(1, 100_000)}@example.org"`,
	(random) => `okta.client.ip = "203.0.113.${random.integer(1, 250)}" and okta.result = SUCCESS`,
	(random) => `okta.client.geo.country in (${random.pick(COUNTRIES)}, ${random.pick(COUNTRIES)})`,
	(random) => `okta.useragent.raw contains "scanner/${random.integer(1, 1_000)}"`,
	(random) =>
		`okta.target.user.name startswith "svc-${random.integer(1, 1_000)}" or okta.security.asnumber = ${random.integer(1, 9_999)}`,
	(random) => `not okta.result in (SUCCESS, ALLOW) and okta.actor.name = "Robot ${random.integer(1, 1_000)}"`,
];

function generate(count: number, random: Random, typed: boolean): RuleSet {
	const types = [...EVENT_TYPES.keys()];
	const rules = Array.from({ length: count }, (_, index) => {
		const condition = random.pick(CONDITIONS)(random);
		const type = types[index % types.length];
		const whole = typed ? `okta.evt.type = "${type}" and (${condition})` : condition;
		const output = `rule ${index} (user=%okta.actor.alternateid ip=%okta.client.ip type=%okta.evt.type)`;
		return {
			rule: `Generated ${index}`,
			desc: "Generated.",
			condition: whole,
			output,
			priority: "NOTICE",
			source: "okta",
		};
	});
	const file = { name: "generated.yaml", text: JSON.stringify(rules) };
	const { ruleSet, diagnostics } = loadOktaRules([file], DEFAULT_CONFIG);
	if (ruleSet === undefined)
		throw new Error(
			diagnostics
				.map(({ message }) => message)
				.slice(0, 3)
				.join("; "),
		);
	return ruleSet;
}
