import { dirname } from "node:path";
import type { JsonObject } from "../../../src/okta/log-event.ts";
import { callerPath } from "../../caller-path.ts";
import type { LoadedRules } from "../loaded-rules.ts";
import { buildEvents } from "./build-events.ts";
import { WrongPath } from "./change-event.ts";
import type { RuleTest } from "./read-rule-tests.ts";
import { NoSuchEvent, referenceEvents } from "./reference-events.ts";
import { NoSuchRule, rulesUnderTest } from "./rules-under-test.ts";
import { type RuleTestResult, runRuleTest } from "./run-rule-test.ts";

/** Makes ready to run tests against rules. What cannot be run is a fault of the test; the function never throws for it. */
export function ruleTestRunner({ read, loaded }: LoadedRules): (test: RuleTest) => RuleTestResult {
	const findRule = rulesUnderTest(read, loaded);
	const byFolder = new Map<string, (name: string) => JsonObject>();
	const { ruleMatching, alert, staticFields, initConfig } = read.config;
	const settings = { ruleMatching, alert, staticFields, initConfig };
	return (test) => {
		const folder = dirname(callerPath(test.place.file));
		const reference = byFolder.get(folder) ?? referenceEvents(folder);
		byFolder.set(folder, reference);
		try {
			const rule = findRule(test.rule, test.lists);
			return runRuleTest(test, buildEvents(test.happenings, reference), rule, settings);
		} catch (error) {
			if (error instanceof NoSuchRule || error instanceof NoSuchEvent || error instanceof WrongPath) {
				return { faults: [error.message] };
			}
			throw error;
		}
	};
}
