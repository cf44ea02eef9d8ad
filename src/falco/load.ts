import { toBytes } from "./bytes.ts";
import { DEFAULT_CONFIG, type FalcoConfig } from "./config.ts";
import type { Diagnostic, Place } from "./diagnostic.ts";
import { acceptedValues } from "./filter/event-types.ts";
import type { Fields } from "./filter/field-lookup.ts";
import { priorityLevel } from "./priority.ts";
import type { Rule, RuleSet } from "./rule-set.ts";
import { checkPlugins } from "./rules/check-plugins.ts";
import { Collection } from "./rules/collect.ts";
import type { CollectedRule } from "./rules/collect-rules.ts";
import { Compiler, type Progress } from "./rules/compile.ts";
import type { CompiledRule } from "./rules/compile-rules.ts";
import { placeOf, type RulesFile } from "./rules/context.ts";
import { createBudgets } from "./rules/limits.ts";
import { readFile } from "./rules/read.ts";
import { Report } from "./rules/report.ts";
import { selectRules, warnIdleSelections } from "./rules/select.ts";
import { createSources } from "./rules/sources.ts";
import { parseVersion } from "./rules/version.ts";

export interface LoadOptions {
	/** Files of rules, in the order in which they count. */
	readonly files: readonly RulesFile[];
	/** Fields that events of the source have, without those that every event has. */
	readonly fields: Fields;
	/** The source whose events are looked at: rules of others are left out. */
	readonly source: string;
	/** Name of the field by which rules are sorted, so that an event meets only those that may match. */
	readonly indexField?: string;
	readonly config?: FalcoConfig;
	/** Versions of the plugins whose work is done here, by name: what `required_plugin_versions` is held against. */
	readonly plugins: Readonly<Record<string, string>>;
	/** Told of each rule that was compiled, and of how many there are; each file has all before it compiled once more. */
	readonly progress?: Progress;
	/** Version of Falco's engine whose language this is: what `required_engine_version` is held against. */
	readonly engineVersion: string;
}

export interface LoadResult {
	/** What can be run; undefined when something is wrong with the rules. */
	readonly ruleSet: RuleSet | undefined;
	/** Everything that is wrong or doubtful, in the order in which Falco would come to it. */
	readonly diagnostics: readonly Diagnostic[];
	/** All rules without errors, in the order of their first definitions, those that are turned off included. */
	readonly rules: readonly LoadedRule[];
}

export interface LoadedRule extends Rule {
	readonly description: string;
	/** Whether the rule takes part: it is turned on, and its priority is high enough. */
	readonly enabled: boolean;
	readonly place: Place;
}

/**
 * Rule files → rules that can be run. The first of its errors is the one that Falco would stop at; all others are told
 * as well. No text makes it throw, and none takes more time or room than the limits allow (rules/limits.ts).
 * @throws Error when `engineVersion` is no version
 */
export function load(options: LoadOptions): LoadResult {
	const { files, fields, source, indexField, config = DEFAULT_CONFIG, plugins } = options;
	const engineVersion = parseVersion(options.engineVersion);
	if (engineVersion === undefined) throw new Error(`${options.engineVersion} is not a version`);
	const report = new Report();
	const sources = createSources(source, fields, config.staticFields);
	const collection = new Collection(report, sources, engineVersion);
	const compiler = new Compiler({ sources, appendOutput: config.appendOutput, report, progress: options.progress });
	const budgets = createBudgets();
	let compiled: readonly CompiledRule[] = [];
	for (const file of files) {
		report.beginFile();
		const definitions = readFile(file, report, budgets);
		let next = definitions.next();
		for (; !next.done; next = definitions.next()) collection.add(next.value);
		if (!next.value) collection.incomplete = true;
		compiled = compiler.compile(collection);
	}
	checkPlugins(collection.pluginRequirements, plugins, report);
	// What is meant may be a rule with an error, which is not among those collected.
	if (report.errors === 0) warnIdleSelections([...collection.rules.all.values()], config.rules, report);
	const rules = new Map(compiled.map((rule) => [rule.definition, toRule(rule, indexField)]));
	const taking = selectRules([...rules.keys()], config.rules).filter((rule) => isUrgent(rule, config));
	return {
		ruleSet:
			report.errors > 0
				? undefined
				: toRuleSet(
						taking.flatMap((rule) => rules.get(rule) ?? []),
						config,
					),
		diagnostics: report.diagnostics,
		rules: withPlaces(rules, new Set(taking)),
	};
}

function isUrgent({ priority }: CollectedRule, config: FalcoConfig): boolean {
	return priorityLevel(priority) <= priorityLevel(config.priority);
}

function toRule({ definition, condition, output, extraFields }: CompiledRule, indexField: string | undefined): Rule {
	const { name, source, priority, tags } = definition;
	const eventTypes = indexField === undefined ? undefined : acceptedValues(condition, indexField);
	return {
		name,
		source,
		priority,
		tags: inByteOrder(tags),
		condition,
		output,
		extraFields,
		...(eventTypes && { eventTypes }),
	};
}

function toRuleSet(rules: readonly Rule[], config: FalcoConfig): RuleSet {
	const { ruleMatching, alert, staticFields, initConfig, storm } = config;
	const constants = Object.keys(staticFields).length > 0 ? { staticFields } : {};
	const settings = Object.keys(initConfig).length > 0 ? { initConfig } : {};
	return { ruleMatching, alert, ...constants, ...settings, ...(storm && { storm }), rules };
}

function withPlaces(rules: ReadonlyMap<CollectedRule, Rule>, taking: ReadonlySet<CollectedRule>): LoadedRule[] {
	return [...rules].map(([definition, rule]) => {
		const description = definition.description.join(" ");
		return { ...rule, description, enabled: taking.has(definition), place: placeOf(definition.context) };
	});
}

function inByteOrder(texts: Iterable<string>): string[] {
	return [...texts]
		.map((text) => ({ text, bytes: toBytes(text) }))
		.sort((one, other) => (one.bytes < other.bytes ? -1 : one.bytes > other.bytes ? 1 : 0))
		.map(({ text }) => text);
}
