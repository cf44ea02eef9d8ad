import type { Priority } from "../priority.ts";
import {
	appendExceptions,
	defineExceptions,
	type Exception,
	type ExceptionRules,
	replaceExceptions,
} from "./collect-exceptions.ts";
import type { Context } from "./context.ts";
import { didYouMean } from "./decode.ts";
import type { RuleAppend, RuleDefinition, RuleReplace, RuleToggle } from "./definition.ts";
import type { Report } from "./report.ts";
import type { SourceText } from "./source-text.ts";
import { type Sources, SYSCALL } from "./sources.ts";

export interface CollectedRule {
	readonly name: string;
	readonly source: string;
	/** Whether its item names the source. */
	readonly namesSource: boolean;
	/** Whether no events of its source can come: it is kept, but never looked at. */
	readonly unknownSource: boolean;
	/** What was appended, after what it was appended to. */
	condition: SourceText[];
	readonly conditionContext: Context;
	output: SourceText[];
	readonly outputContext: Context;
	description: string[];
	priority: Priority;
	tags: Set<string>;
	exceptions: Exception[];
	enabled: boolean;
	skipIfUnknownFilter: boolean;
	readonly context: Context;
}

/** Names of rules whose problems were told already. */
interface BrokenRules {
	readonly isBroken: (name: string) => boolean;
	readonly setBroken: (name: string) => void;
}

const NONE_TO_APPEND = "Rule uses 'append' or 'override.<key>: append' but no rule by that name already exists";
const NONE_TO_REPLACE = "An 'override.<key>: replace' to a rule was requested but no rule by that name already exists";
const NONE_TO_TOGGLE = "Rule has 'enabled' key but no rule by that name already exists";

/** Second stage, rules: definitions and what later items change in them (rule_loader_collector.cpp). */
export class RuleCollector {
	/** In the order of their first definitions. */
	readonly all = new Map<string, CollectedRule>();
	/** Rules with problems that were told: they are compiled only to tell of more. */
	readonly broken: CollectedRule[] = [];
	readonly #report: Report;
	readonly #sources: Sources;
	readonly #broken: BrokenRules;

	constructor(report: Report, sources: Sources, broken: BrokenRules) {
		this.#report = report;
		this.#sources = sources;
		this.#broken = broken;
	}

	define(rule: RuleDefinition): void {
		const { name } = rule;
		const errors = this.#report.errors;
		this.#checkSource(rule, this.all.get(name));
		const collected = this.#collect(rule);
		if (this.#report.errors === errors) this.all.set(name, collected);
		else this.#setBroken(collected);
	}

	/** Takes what could be read of a rule whose problems were told. */
	keepBroken(rule: RuleDefinition): void {
		this.broken.push(this.#collect(rule));
	}

	append(update: RuleAppend): void {
		const rule = this.#find(update, NONE_TO_APPEND);
		if (rule === undefined) return;
		const { condition, output, description, tags, exceptions, context } = update;
		if (!condition && !output && !description && !tags && !exceptions) {
			const message = "Appended rule must have exceptions or condition property";
			this.#report.error("LOAD_ERR_VALIDATE", message, context);
		}
		if (condition) rule.condition.push(condition.text);
		if (output) rule.output.push(output.text);
		if (description) rule.description.push(description);
		for (const tag of tags ?? []) rule.tags.add(tag);
		if (exceptions) appendExceptions(rule.exceptions, exceptions, this.#exceptionRules(rule.source));
	}

	replace(update: RuleReplace): void {
		const rule = this.#find(update, NONE_TO_REPLACE);
		if (rule === undefined) return;
		const { condition, output, description, tags, exceptions, priority, enabled, skipIfUnknownFilter } = update;
		if (condition) rule.condition = [condition.text];
		if (output) rule.output = [output.text];
		if (description) rule.description = [description];
		if (tags) rule.tags = new Set(tags);
		if (exceptions) rule.exceptions = replaceExceptions(exceptions);
		if (priority !== undefined) rule.priority = priority;
		if (enabled !== undefined) rule.enabled = enabled;
		if (skipIfUnknownFilter !== undefined) rule.skipIfUnknownFilter = skipIfUnknownFilter;
	}

	toggle({ name, enabled, context }: RuleToggle): void {
		const rule = this.#find({ name, context }, NONE_TO_TOGGLE);
		if (rule !== undefined) rule.enabled = enabled;
	}

	#find(update: { name: string; source?: string; context: Context }, missing: string): CollectedRule | undefined {
		const { name, context } = update;
		const rule = this.all.get(name);
		if (rule === undefined) {
			if (this.#broken.isBroken(name)) return undefined;
			this.#report.error("LOAD_ERR_VALIDATE", missing, context, () => didYouMean(name, [...this.all.keys()]));
			this.#broken.setBroken(name);
		}
		return this.#checkSource(update, rule) ? rule : undefined;
	}

	#checkSource(item: { source?: string; namesSource?: boolean; context: Context }, rule?: CollectedRule): boolean {
		if (rule === undefined || item.source === undefined || item.source === rule.source) return true;
		const hint =
			item.namesSource === false
				? `an item without 'source' is of source ${SYSCALL}: add 'source: ${rule.source}'`
				: undefined;
		this.#report.error("LOAD_ERR_VALIDATE", "Rule has been re-defined with a different source", item.context, hint);
		return false;
	}

	#collect(rule: RuleDefinition): CollectedRule {
		const { source, condition, output, description, tags, context } = rule;
		const unknownSource = source !== this.#sources.name && source !== SYSCALL;
		if (unknownSource) {
			const message = `Unknown source ${source}, skipping`;
			const hint = () => didYouMean(source, [this.#sources.name]);
			this.#report.warning("LOAD_UNKNOWN_SOURCE", message, context, hint);
		}
		return {
			...rule,
			unknownSource,
			condition: [condition.text],
			conditionContext: condition.context,
			output: [output.text],
			outputContext: output.context,
			description: [description],
			tags: new Set(tags),
			exceptions: defineExceptions(rule.exceptions, this.#exceptionRules(source)),
		};
	}

	#setBroken(rule: CollectedRule): void {
		this.#broken.setBroken(rule.name);
		this.broken.push(rule);
	}

	#exceptionRules(source: string): ExceptionRules {
		return { report: this.#report, sources: this.#sources, source };
	}
}
