import { withCommonFields } from "../../src/falco/common-fields.ts";
import { DEFAULT_CONFIG, type FalcoConfig } from "../../src/falco/config.ts";
import { createEngine } from "../../src/falco/engine.ts";
import { compileRegex } from "../../src/falco/filter/regex.ts";
import type { Rule, RuleSet } from "../../src/falco/rule-set.ts";
import { oktaEvent } from "../../src/okta/event.ts";
import { OKTA_FIELDS, SCOPING } from "../../src/okta/fields.ts";
import { isJsonObject, type JsonObject } from "../../src/okta/log-event.ts";
import { mfaMemory } from "../../src/okta/mfa-memory.ts";
import { loadOktaRules } from "../rules/load-okta-rules.ts";
import type { Case } from "./cases.ts";
import { compareFields, type FieldComparison } from "./compare-fields.ts";
import { CONDITION_DIFFERENCES, UNCERTAIN_TEXTS } from "./differences.ts";
import { type ExactJson, printExact } from "./exact-json.ts";
import { asFalcoRuns } from "./falco-conditions.ts";
import { PEEKED_FIELDS, PLUGIN_FIELDS, type PluginMemory, pluginEvent } from "./falco-plugin.ts";
import { MfaModel } from "./mfa-model.ts";
import { diff, type Outcome } from "./outcome.ts";

/** What Falco was told when it gave the answers. */
const ORGANIZATION = "acme";
const HOSTNAME = "oracle";

/** How the rules come to the engine: straight from `load`, or as the JSON that a Worker ships. */
export const DOORS = ["direct", "json"] as const;
export type Door = (typeof DOORS)[number];

const THROUGH: Record<Door, (ruleSet: RuleSet) => RuleSet> = {
	direct: (ruleSet) => ruleSet,
	json: (ruleSet) => JSON.parse(JSON.stringify(ruleSet)),
};

type MatchCase = Case & { readonly alerts: readonly ExactJson[]; readonly events: readonly JsonObject[] };

/**
 * Runs the events of a case through its rules, twice. On Falco's plugins as they are, faults and all, the alerts must be
 * Falco's to the byte. On our own fields they must be the same again, but for rules that a listed difference touches;
 * and every field that has another value must have the one that the difference says.
 */
export function runMatchCase(example: MatchCase, doors: readonly Door[]): Outcome {
	const { id, group, rules, alerts } = example;
	const { ruleSet, diagnostics } = loadOktaRules(
		rules.map((text, number) => ({ name: `file ${number}`, text })),
		configOf(example),
	);
	if (ruleSet === undefined) {
		const messages = diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
		return { id, group, failures: [diff("loads", ["no errors"], messages)], differences: [] };
	}
	const failures: string[] = [];
	const differences = new Set<string>();
	for (const door of doors) {
		const run = runEvents(THROUGH[door](ruleSet), example);
		compareWithFalco(alerts.map(printExact), run, failures, differences);
		compareWithOurs(run, ruleSet, failures, differences);
	}
	return { id, group, failures: [...new Set(failures)], differences: [...differences] };
}

/** What came of one event. */
interface EventRun {
	readonly log: JsonObject;
	/** Alerts on Falco's plugins, and on our fields. */
	readonly asFalco: readonly EventAlert[];
	readonly ours: readonly EventAlert[];
	readonly fields: FieldComparison;
}

interface EventAlert {
	readonly rule: string;
	readonly json: string;
}

function runEvents(ruleSet: RuleSet, { events, isproxy_as_text }: MatchCase): EventRun[] {
	const falcoRules = ruleSet.rules.map((rule) => ({ ...rule, condition: asFalcoRuns(rule.condition) }));
	const falco = createEngine({ ...ruleSet, rules: falcoRules }, PLUGIN_FIELDS, { compileRegex });
	const engine = createEngine(ruleSet, OKTA_FIELDS, { ...SCOPING, compileRegex });
	const [memory, history, mfa]: [PluginMemory, ReturnType<typeof mfaMemory>, MfaModel] = [
		new Map(),
		mfaMemory(),
		new MfaModel(),
	];
	const compare = compareFields(ruleSet.rules, withCommonFields(PEEKED_FIELDS), withCommonFields(OKTA_FIELDS));
	let firstTime: bigint | undefined;
	return events.map((log, at) => {
		const sent = isproxy_as_text ? withProxyFlag(log) : log;
		const context = {
			number: BigInt(at + 1),
			...(firstTime !== undefined && { firstTime }),
			org: ORGANIZATION,
			hostname: HOSTNAME,
		};
		const plugin = pluginEvent(log, context, memory);
		const event = oktaEvent(sent, { ...context, history });
		firstTime ??= event.time;
		mfa.next(sent, event.time);
		const asFalco = falco.evaluate(plugin);
		const ours = engine.evaluate(event);
		return { log, asFalco, ours, fields: compare({ plugin, event, log: sent, mfa, hostname: HOSTNAME }) };
	});
}

/** Okta's own form of a flag that was given as text. */
function withProxyFlag(log: JsonObject): JsonObject {
	const { securityContext } = log;
	if (!isJsonObject(securityContext) || !/^(?:true|false)$/.test(String(securityContext.isProxy))) return log;
	return { ...log, securityContext: { ...securityContext, isProxy: securityContext.isProxy === "true" } };
}

/** On Falco's plugins: every alert, in order. */
function compareWithFalco(
	expected: readonly string[],
	run: readonly EventRun[],
	failures: string[],
	differences: Set<string>,
): void {
	const got = run.flatMap(({ asFalco, fields }) => asFalco.map((alert) => ({ ...alert, fields })));
	if (got.length !== expected.length) {
		failures.push(
			diff(
				"alerts on Falco's plugins",
				expected,
				got.map(({ json }) => json),
			),
		);
		return;
	}
	for (const [at, { rule, json, fields }] of got.entries()) {
		if (json === expected[at]) continue;
		const uncertain = UNCERTAIN_TEXTS.find(({ applies }) =>
			fields.of(rule).some(({ name, plugin }) => applies(name, plugin)),
		);
		if (uncertain !== undefined) differences.add(uncertain.row);
		else failures.push(diff(`rule ${rule} on Falco's plugins`, [expected[at] ?? ""], [json]));
	}
}

/** On our own fields: the same alerts of every rule that no difference touches, and fields as the differences say. */
function compareWithOurs(
	run: readonly EventRun[],
	ruleSet: RuleSet,
	failures: string[],
	differences: Set<string>,
): void {
	const changed = changedConditions(ruleSet.rules, differences);
	for (const [at, { asFalco, ours, fields }] of run.entries()) {
		for (const row of fields.differences) differences.add(row);
		failures.push(...fields.failures.map((failure) => `event ${at + 1}: ${failure}`));
		const [theirs, mine] = [asFalco, ours].map((alerts) => alerts.map(({ json }) => json)) as [string[], string[]];
		if (String(theirs) === String(mine)) continue;
		const touched = (rule: string) => changed.has(rule) || fields.of(rule).some(({ row }) => row !== undefined);
		const differing = [...asFalco, ...ours].filter(({ json }) => !(theirs.includes(json) && mine.includes(json)));
		// With one alert an event, a rule that is touched decides whether later ones are tried.
		const isExplained =
			ruleSet.ruleMatching === "first"
				? ruleSet.rules.some(({ name }) => touched(name))
				: differing.length > 0 && differing.every(({ rule }) => touched(rule));
		if (!isExplained)
			failures.push(diff(`event ${at + 1}, rule ${differing.map(({ rule }) => rule).join(", ")}`, theirs, mine));
	}
}

function changedConditions(rules: readonly Rule[], differences: Set<string>): Set<string> {
	const changed = new Set<string>();
	for (const { name, condition } of rules) {
		for (const { row, applies } of CONDITION_DIFFERENCES) {
			if (!applies(condition)) continue;
			differences.add(row);
			changed.add(name);
		}
	}
	return changed;
}

function configOf({ rule_matching, config }: MatchCase): FalcoConfig {
	const { alert } = DEFAULT_CONFIG;
	return {
		...DEFAULT_CONFIG,
		ruleMatching: rule_matching,
		alert: {
			timeFormatIso8601: config.time_format_iso_8601 ?? alert.timeFormatIso8601,
			includeMessage: config.json_include_message_property ?? alert.includeMessage,
			includeOutput: config.json_include_output_property ?? alert.includeOutput,
			includeOutputFields: config.json_include_output_fields_property ?? alert.includeOutputFields,
			includeTags: config.json_include_tags_property ?? alert.includeTags,
		},
	};
}
