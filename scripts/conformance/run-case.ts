import { DEFAULT_CONFIG } from "../../src/falco/config.ts";
import { createEngine } from "../../src/falco/engine.ts";
import { compileRegex } from "../../src/falco/filter/regex.ts";
import { oktaEvent } from "../../src/okta/event.ts";
import { OKTA_FIELDS } from "../../src/okta/fields.ts";
import type { JsonObject } from "../../src/okta/log-event.ts";
import { mfaMemory } from "../../src/okta/mfa-memory.ts";
import { loadOktaRules } from "../rules/load-okta-rules.ts";
import type { Case, RefusedEvent } from "./cases.ts";
import { PROXY_FLAG } from "./differences.ts";
import { diff, type Outcome } from "./outcome.ts";
import { runLoadCase } from "./run-load-case.ts";
import { type Door, runMatchCase } from "./run-match-case.ts";

/** Runs a case: whatever it expects of loading, of events, or of both. */
export function runCase(example: Case, doors: readonly Door[]): Outcome {
	const { id, group, load, alerts, events = [], crash, isproxy_as_text } = example;
	const outcomes: Outcome[] = [];
	if (load !== undefined) outcomes.push(runLoadCase({ ...example, load }));
	if (alerts !== undefined) outcomes.push(runMatchCase({ ...example, alerts, events }, doors));
	if (crash !== undefined) outcomes.push(runCrash(example));
	return {
		id,
		group,
		failures: outcomes.flatMap(({ failures }) => failures),
		differences: [...outcomes.flatMap(({ differences }) => differences), ...(isproxy_as_text ? [PROXY_FLAG] : [])],
	};
}

/** Rules that load and that end Falco at the first event: here they only have to come through it. */
function runCrash({ id, group, rules }: Case): Outcome {
	const target = [{ type: "User", id: "00u1", displayName: "Ada" }];
	const failures = evaluate(rules.join("\n"), { eventType: "user.session.start", displayMessage: "signed in", target });
	return { id, group, failures, differences: [] };
}

/** An event that Falco refuses: here every field can be read of it. */
export function runRefused({ id, event }: RefusedEvent): Outcome {
	const fields = Object.entries(OKTA_FIELDS).filter(([, { argument }]) => !argument?.required);
	const output = fields.map(([name]) => `%${name}`).join(" ");
	const rule = {
		rule: "every field",
		desc: "d",
		condition: "evt.num exists",
		output,
		priority: "info",
		source: "okta",
	};
	return { id, group: "fields-refused", failures: evaluate(JSON.stringify([rule]), event), differences: [] };
}

function evaluate(text: string, log: JsonObject): string[] {
	const { ruleSet, diagnostics } = loadOktaRules([{ name: "rules", text }], DEFAULT_CONFIG);
	if (ruleSet === undefined)
		return [
			diff(
				"loads",
				["no errors"],
				diagnostics.map(({ message }) => message),
			),
		];
	try {
		const context = { number: 1n, org: "acme", hostname: "oracle", history: mfaMemory() };
		createEngine(ruleSet, OKTA_FIELDS, { compileRegex }).evaluate(oktaEvent(log, context));
		return [];
	} catch (error) {
		return [`evaluating ends with ${String(error)}`];
	}
}
