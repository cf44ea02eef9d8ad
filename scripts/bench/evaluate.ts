import { createEngine } from "../../src/falco/engine.ts";
import { compileRegex } from "../../src/falco/filter/regex.ts";
import type { RuleSet } from "../../src/falco/rule-set.ts";
import { parseEventHook } from "../../src/okta/event-hook.ts";
import { OKTA_FIELDS, SCOPING } from "../../src/okta/fields.ts";
import { eventSequence } from "../rules/event-sequence.ts";
import type { Contender } from "./contest.ts";

/** Nothing but JSON: what everything else is measured against. */
export const parseOnly: Contender = (delivery) => {
	JSON.parse(delivery);
	return 0;
};

/** All that is done with a delivery but storing it: decoded, counted, evaluated, its alerts written. */
export function evaluation(ruleSet: RuleSet): Contender {
	const engine = createEngine(ruleSet, OKTA_FIELDS, { ...SCOPING, compileRegex });
	const ready = eventSequence(ruleSet, { org: "acme", hostname: "acme.okta.com" });
	return (delivery) => {
		const parsed = parseEventHook(delivery);
		if (!parsed.ok) throw new Error(parsed.reason);
		let alerted = 0;
		for (const event of parsed.hook.events) if (engine.evaluate(ready(event)).length > 0) alerted++;
		return alerted;
	};
}
