import { toBytes } from "../bytes.ts";
import type { Fields } from "../filter/field-lookup.ts";
import { FilterError } from "../filter/filter-error.ts";
import { parseOutput, readOutput } from "../output-parse.ts";
import type { OutputTemplate } from "../output-template.ts";
import type { ExtraField } from "../rule-set.ts";
import { type AppendOutput, appendedTo } from "./append-output.ts";
import type { CollectedRule } from "./collect-rules.ts";
import { outputWarningsOf } from "./condition-warnings.ts";
import { type Context, placeOf } from "./context.ts";
import type { Report } from "./report.ts";
import { SourceText } from "./source-text.ts";

/** A text of the deprecated kind that Falco takes out of outputs. */
const CONTAINER_INFO = "%container.info";
const CONTAINER_INFO_IS_DEPRECATED =
	"%container.info is deprecated and no more useful, and will be dropped by Falco 1.0.0. The container plugin will automatically add required fields to the output message.";

export interface CompiledOutput {
	readonly output: OutputTemplate;
	readonly extraFields: readonly ExtraField[];
}

/** Errors that `skip-if-unknown-filter` forgives (rule_loader_compiler.cpp). */
const FORGIVABLE = /nonexistent field|invalid formatting token|unknown event type|unknown filter:/;

/** Whether a rule with `skip-if-unknown-filter` is left out for this error, and does not fail the load. */
export function isForgivable(message: string): boolean {
	return FORGIVABLE.test(message);
}

/**
 * Fourth stage, outputs: the output of a rule and what the configuration adds to it. Undefined when it cannot be used,
 * which is told: as a warning where the rule forgives it.
 */
export function compileOutput(
	rule: CollectedRule,
	fields: Fields,
	{ appendOutput, report }: { readonly appendOutput: readonly AppendOutput[]; readonly report: Report },
): CompiledOutput | undefined {
	const appended = appendedTo(rule, appendOutput);
	const text = withoutContainerInfo(rule, outputOf(rule, appended, fields), report);
	const { template: output, errors } = readOutput(toBytes(text.text), fields);
	const [first, ...others] = errors.map((error) => problemIn(rule, text, error));
	if (first !== undefined) {
		if (rule.skipIfUnknownFilter && isForgivable(first.message)) {
			report.warning("LOAD_UNKNOWN_FILTER", first.message, first.context, first.hint);
			return undefined;
		}
		for (const { message, hint, context } of [first, ...others]) {
			report.error("LOAD_ERR_COMPILE_OUTPUT", message, context, hint);
		}
		return undefined;
	}
	for (const { code, message } of outputWarningsOf(text.text)) report.warning(code, message, rule.outputContext);
	const extraFields = compileExtraFields(rule, appended, fields, report);
	return extraFields && { output, extraFields };
}

export interface OutputProblem {
	readonly message: string;
	readonly hint: string | undefined;
	readonly context: Context;
}

/** What is wrong with the output of a rule if it may name these fields; nothing is told. */
export function outputProblem(
	rule: CollectedRule,
	fields: Fields,
	appendOutput: readonly AppendOutput[],
): OutputProblem | undefined {
	const text = outputOf(rule, appendedTo(rule, appendOutput), fields);
	const output = parse(text, fields);
	return output instanceof FilterError ? problemIn(rule, text, output) : undefined;
}

/** The output as it is written, then what the configuration appends. */
function outputOf(rule: CollectedRule, appended: readonly AppendOutput[], fields: Fields): SourceText {
	const added = appended.flatMap(({ extraOutput, suggestedOutput, context = rule.outputContext }) => [
		...(extraOutput === undefined ? [] : [SourceText.join([extraOutput], context)]),
		...(suggestedOutput ? suggestions(fields) : []),
	]);
	const parts = [...rule.output, ...added].flatMap((part, number) => (number === 0 ? [part] : [" ", part]));
	return SourceText.join(parts, rule.outputContext);
}

/** `static_region=%static.region`: of all fields these alone suggest themselves for outputs. */
function suggestions(fields: Fields): string[] {
	const names = Object.keys(fields).filter((name) => name.startsWith("static."));
	return names.map((name) => `${name.replaceAll(".", "_")}=%${name}`);
}

function withoutContainerInfo(rule: CollectedRule, text: SourceText, report: Report): SourceText {
	if (!text.text.includes(CONTAINER_INFO)) return text;
	report.warning("LOAD_DEPRECATED_ITEM", CONTAINER_INFO_IS_DEPRECATED, rule.context);
	return SourceText.join([text.text.replaceAll(CONTAINER_INFO, "")], rule.outputContext);
}

/** The later of two fields with one key counts. */
function compileExtraFields(
	rule: CollectedRule,
	appended: readonly AppendOutput[],
	fields: Fields,
	report: Report,
): ExtraField[] | undefined {
	const errors = report.errors;
	const compiled = new Map<string, ExtraField>();
	for (const field of appended.flatMap(({ extraFields }) => extraFields)) {
		const raw = "field" in field;
		const key = raw ? field.field : field.key;
		const format = raw ? `%${field.field}` : field.format;
		const template = parse(SourceText.join([format], rule.outputContext), fields);
		if (template instanceof FilterError) {
			const hint = template.hint ?? `it is the field '${key}' that append_output adds`;
			const context = field.context ? { ...rule.outputContext, place: placeOf(field.context) } : rule.outputContext;
			report.error("LOAD_ERR_COMPILE_OUTPUT", template.message, context, hint);
			continue;
		}
		for (const { code, message } of outputWarningsOf(format)) report.warning(code, message, rule.outputContext);
		compiled.set(key, raw ? { key, field: field.field } : { key, template });
	}
	return report.errors > errors ? undefined : [...compiled.values()];
}

function parse(text: SourceText, fields: Fields): OutputTemplate | FilterError {
	try {
		return parseOutput(toBytes(text.text), fields);
	} catch (error) {
		if (error instanceof FilterError) return error;
		throw error;
	}
}

/** An error in the output as Falco tells it, with the place in it to look at. */
function problemIn(rule: CollectedRule, text: SourceText, { message, hint, position }: FilterError): OutputProblem {
	const place = text.placeOf(text.characterAt(position));
	const context = place === undefined ? rule.outputContext : { ...rule.outputContext, place };
	return { message, hint, context };
}
