import type { Exception } from "./collect-exceptions.ts";
import type { CollectedRule } from "./collect-rules.ts";
import type { ExceptionEntry } from "./definition.ts";
import { isListOperator } from "./exception-operators.ts";
import { quoteItem } from "./expand-lists.ts";
import type { Report } from "./report.ts";
import { SourceText } from "./source-text.ts";

/** Text of our own, and texts as the file has them. */
type Part = SourceText | string;

/**
 * Third stage: the condition of a rule with its exceptions as text: `(condition) and not (…) and not (…)`
 * (rule_loader_compiler.cpp, `build_rule_exception_infos`). Cells are not escaped: text that means something in
 * conditions means it here. Values that do not fit an exception's fields are told and left out, so that what is wrong
 * with the rest can be told too.
 */
export function conditionOf(rule: CollectedRule, report: Report): SourceText {
	const written: Part[] = rule.condition.flatMap((text, number) => (number === 0 ? [text] : [" ", text]));
	if (rule.exceptions.length === 0) return SourceText.join(written, rule.conditionContext);
	const parts: Part[] = ["(", ...written, ")"];
	for (const exception of rule.exceptions) {
		const excepted = exception.fields.list ? tuples(exception, report) : singles(exception, report);
		if (excepted.length > 0) parts.push(SourceText.join([" and not ", ...excepted], exception.context));
	}
	return SourceText.join(parts, rule.conditionContext);
}

/** `(field in (value, value))`; nothing without values. */
function singles(exception: Exception, report: Report): Part[] {
	const { fields, comps, values, context } = exception;
	if (values.some((value) => value.list)) {
		report.error("LOAD_ERR_VALIDATE", "Expected values array to contain a list of strings", context);
		return [];
	}
	if (values.length === 0) return [];
	return ["(", bare(fields, exception), " ", bare(comps, exception), " (", ...listed(values, exception), "))"];
}

/** `((field = value and field in (value, value)) or (…))`; nothing without values. */
function tuples(exception: Exception, report: Report): Part[] {
	const { fields, values, context } = exception;
	const count = fields.list ? fields.entries.length : 0;
	const alternatives: Part[] = [];
	for (const tuple of values) {
		if (!tuple.list || tuple.entries.length !== count) {
			report.error("LOAD_ERR_VALIDATE", "Fields and values lists must have equal length", context);
		} else {
			alternatives.push(alternatives.length === 0 ? "(" : " or (", ...comparisons(exception, tuple.entries), ")");
		}
	}
	return alternatives.length === 0 ? [] : ["(", ...alternatives, ")"];
}

function comparisons(exception: Exception, cells: readonly ExceptionEntry[]): Part[] {
	const { fields, comps } = exception;
	if (!fields.list) return [];
	return fields.entries.flatMap((field, at) => {
		const comp = comps.list ? comps.entries[at] : comps;
		const operator = comp === undefined || comp.list ? "" : comp.text;
		const value = cellText(cells[at], operator, exception);
		return [at === 0 ? " " : " and  ", bare(field, exception), ` ${operator} `, ...value];
	});
}

function cellText(cell: ExceptionEntry | undefined, operator: string, exception: Exception): Part[] {
	if (cell === undefined) return [];
	if (cell.list) return ["(", ...listed(withoutEmptyHead(cell.entries), exception), ")"];
	if (!isListOperator(operator)) return quoted(cell, exception);
	return cell.text.startsWith("(") ? [bare(cell, exception)] : ["(", bare(cell, exception), ")"];
}

/** Empty texts at the head of a list leave nothing, not even a comma. */
function withoutEmptyHead(entries: readonly ExceptionEntry[]): readonly ExceptionEntry[] {
	const first = entries.findIndex((entry) => !entry.list && entry.text !== "");
	return first === -1 ? [] : entries.slice(first);
}

/** Values with commas between. */
function listed(entries: readonly ExceptionEntry[], exception: Exception): Part[] {
	return entries.flatMap((entry, at) => (at === 0 ? quoted(entry, exception) : [", ", ...quoted(entry, exception)]));
}

function quoted(entry: ExceptionEntry, exception: Exception): Part[] {
	const part = bare(entry, exception);
	return entry.list || quoteItem(entry.text) === entry.text ? [part] : ['"', part, '"'];
}

/** The text of an entry as it stands in the file; a list has none of its own. */
function bare(entry: ExceptionEntry, { context }: Exception): Part {
	if (entry.list) return "";
	return entry.scalar && entry.scalar.text === entry.text ? SourceText.of(context.file, entry.scalar) : entry.text;
}
