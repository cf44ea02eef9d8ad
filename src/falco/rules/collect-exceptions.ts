import type { Context } from "./context.ts";
import type { ExceptionDefinition, ExceptionEntry } from "./definition.ts";
import { exceptionFieldProblem } from "./exception-fields.ts";
import { isListOperator, isOperator, isOperatorWithModifier } from "./exception-operators.ts";
import type { Report } from "./report.ts";
import { type Sources, SYSCALL } from "./sources.ts";

/** An exception as a rule has it: its fields, their operators, and the values so far. */
export interface Exception {
	readonly name: string;
	readonly fields: ExceptionEntry;
	readonly comps: ExceptionEntry;
	readonly values: ExceptionEntry[];
	readonly context: Context;
}

const EQUAL: ExceptionEntry = { list: false, text: "=" };
const IN: ExceptionEntry = { list: false, text: "in" };

/** What the exceptions of a rule are checked against. */
export interface ExceptionRules {
	readonly report: Report;
	readonly sources: Sources;
	/** The source of the rule. */
	readonly source: string;
}

/** The exceptions of a definition, checked and with Falco's operators where none are given. */
export function defineExceptions(definitions: readonly ExceptionDefinition[], rules: ExceptionRules): Exception[] {
	return definitions.flatMap((definition) => {
		if (definition.fields !== undefined) return checkException(definition, definition.fields, rules);
		fail(rules, definition.context, "Rule exception item must have fields property with a list of fields");
		return [];
	});
}

/** The exceptions that replace those of a rule: Falco takes them as they are. */
export function replaceExceptions(definitions: readonly ExceptionDefinition[]): Exception[] {
	return definitions.map((definition) => {
		const { fields = { list: false, text: "" } } = definition;
		const { comps = fields.list ? everyFieldEqual(fields) : { list: false, text: "" } } = definition;
		return { ...definition, fields, comps, values: [...definition.values] };
	});
}

/** Appends to the exceptions of a rule: values under a known name, new exceptions under a new one. */
export function appendExceptions(
	exceptions: Exception[],
	definitions: readonly ExceptionDefinition[],
	rules: ExceptionRules,
): void {
	const byName = new Map([...exceptions].reverse().map((exception) => [exception.name, exception]));
	for (const definition of definitions) {
		const { name, context, fields, comps, values } = definition;
		const known = byName.get(name);
		if (known === undefined) {
			const [added] = defineAppended(definition, rules);
			if (added === undefined) continue;
			exceptions.push(added);
			byName.set(name, added);
		} else if (fields !== undefined || comps !== undefined) {
			const what = fields !== undefined ? "fields" : "comps";
			fail(rules, context, `Can not append exception ${what} to existing exception, only values`);
		} else {
			for (const value of values) known.values.push(value);
		}
	}
}

function defineAppended(definition: ExceptionDefinition, rules: ExceptionRules): Exception[] {
	const { fields, values, context } = definition;
	if (fields !== undefined && values.length > 0) return checkException(definition, fields, rules);
	const missing =
		fields === undefined ? "fields property with a list of fields" : "values property with a list of values";
	fail(rules, context, `Rule exception must have ${missing}`);
	return [];
}

/** Checks an exception (rule_loader_collector.cpp, `validate_exception_info`); none when something is wrong. */
function checkException(definition: ExceptionDefinition, fields: ExceptionEntry, rules: ExceptionRules): Exception[] {
	const errors = rules.report.errors;
	const comps = fields.list ? checkTuple(definition, fields, rules) : checkSingle(definition, rules);
	for (const field of fields.list ? fields.entries : [fields]) {
		const problem = comps && fieldProblem(field.list ? "" : field.text, rules);
		if (problem !== undefined) fail(rules, definition.context, problem);
	}
	if (comps === undefined || rules.report.errors > errors) return [];
	return [{ ...definition, fields, comps, values: [...definition.values] }];
}

function checkTuple(
	{ comps: given, context }: ExceptionDefinition,
	fields: ExceptionEntry & { list: true },
	rules: ExceptionRules,
): ExceptionEntry | undefined {
	const comps = given ?? everyFieldEqual(fields);
	if (!comps.list || comps.entries.length !== fields.entries.length) {
		return fail(rules, context, "Fields and comps lists must have equal length");
	}
	const entries = comps.entries.map(normalized);
	for (const entry of entries) {
		const operator = entry.list ? "" : entry.text;
		if (isOperator(operator) || isOperatorWithModifier(operator)) continue;
		fail(rules, context, `'${operator}' is not a supported comparison operator`);
	}
	return { list: true, entries };
}

function checkSingle({ comps = IN, context }: ExceptionDefinition, rules: ExceptionRules): ExceptionEntry | undefined {
	const operator = normalized(comps);
	if (operator.list) return fail(rules, context, "Fields and comps must both be strings");
	if (isListOperator(operator.text)) return operator;
	const message =
		"When fields is a single value, comps must be one of (in, pmatch, intersects) or a modifier operator (e.g. startswith oneof)";
	return fail(rules, context, message);
}

function everyFieldEqual(fields: ExceptionEntry & { list: true }): ExceptionEntry {
	return { list: true, entries: fields.entries.map(() => EQUAL) };
}

function normalized(entry: ExceptionEntry): ExceptionEntry {
	return entry.list ? entry : { ...entry, text: entry.text.replace(/^[ \t\r\n]+/, "").replace(/[ \t\r\n]+$/, "") };
}

/** Fields of other sources are unknown here; but those of ours are known to belong to none of them. */
function fieldProblem(field: string, { sources, source }: ExceptionRules): string | undefined {
	if (source === sources.name) return exceptionFieldProblem(field, sources.fields);
	if (source !== SYSCALL || exceptionFieldProblem(field, sources.fields) !== undefined) return undefined;
	return exceptionFieldProblem(field, sources.commonFields);
}

function fail(rules: ExceptionRules, context: Context, message: string): undefined {
	rules.report.error("LOAD_ERR_VALIDATE", message, context);
}
