import { type Bytes, toText } from "./bytes.ts";
import type { FieldExpr, Unplaced } from "./filter/ast.ts";
import { acceptedValues } from "./filter/event-types.ts";
import { fieldsIn, fieldsOfLeaf, leavesOf } from "./filter/walk.ts";
import type { OutputTemplate } from "./output-template.ts";
import type { ExtraField, Rule } from "./rule-set.ts";

/** A field that a rule reads. */
export interface FieldUse {
	readonly name: string;
	readonly argument?: string;
	/** The rule's name. */
	readonly rule: string;
	/** For each of the fields asked about: its values with which the rule can match; undefined when it can with any. */
	readonly accepted: readonly (readonly string[] | undefined)[];
}

/**
 * Where rules read fields that `isWanted`, in conditions and in outputs; each field, argument and all, once for each rule.
 * `about` are names of fields without arguments.
 */
export function fieldUses(
	rules: readonly Rule[],
	isWanted: (name: string) => boolean,
	about: readonly string[],
): FieldUse[] {
	return rules.flatMap((rule) => {
		const fields = new Map<string, FieldExpr<Unplaced>>();
		for (const field of fieldsOf(rule)) {
			if (isWanted(field.name)) fields.set(`${field.name}[${field.argument ?? ""}]`, field);
		}
		if (fields.size === 0) return [];
		const accepted = about.map((name) => acceptedValues(rule.condition, name)?.map(toText));
		return [...fields.values()].map(({ name, argument }) => {
			return { name, ...(argument !== undefined && { argument: toText(argument) }), rule: rule.name, accepted };
		});
	});
}

function fieldsOf({ condition, output, extraFields }: Rule): FieldExpr<Unplaced>[] {
	const tested = leavesOf(condition).flatMap(fieldsOfLeaf);
	return [...tested, ...fieldsOfOutput(output), ...extraFields.flatMap(fieldsOfExtra)];
}

function fieldsOfOutput(template: OutputTemplate): readonly FieldExpr<Unplaced>[] {
	return template.flatMap((part) => (part.type === "token" ? fieldsIn(part.expression) : []));
}

function fieldsOfExtra(extra: ExtraField): readonly FieldExpr<Unplaced>[] {
	if ("template" in extra) return fieldsOfOutput(extra.template);
	const [, name = "", argument] = /^([^[]+)(?:\[(.*)\])?$/s.exec(extra.field) ?? [];
	return [{ type: "field", name, ...(argument !== undefined && { argument: argument as Bytes }) }];
}
