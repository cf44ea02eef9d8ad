import { toBytes, toText } from "../../src/falco/bytes.ts";
import type { FieldTable, FieldValue } from "../../src/falco/field.ts";
import type { Rule } from "../../src/falco/rule-set.ts";
import type { OktaEvent } from "../../src/okta/event.ts";
import type { JsonObject } from "../../src/okta/log-event.ts";
import { FIELD_DIFFERENCES } from "./differences.ts";
import type { PluginEvent } from "./falco-plugin.ts";
import type { MfaModel } from "./mfa-model.ts";
import { fieldsOf } from "./rule-fields.ts";

/** The fields that a case's rules read, of one event: Falco's plugins against ours. */
export interface FieldComparison {
	/** The fields of a rule, by its name. */
	readonly of: (rule: string) => readonly ComparedField[];
	/** Rows of the differences that were met. */
	readonly differences: readonly string[];
	/** Fields that have another value than in Falco, and not the one that a difference says. */
	readonly failures: readonly string[];
}

export interface ComparedField {
	readonly name: string;
	/** What it is in Falco. */
	readonly plugin: FieldValue | undefined;
	/** The difference by which it is something else here. */
	readonly row: string | undefined;
}

interface Event {
	readonly plugin: PluginEvent;
	readonly event: OktaEvent;
	/** As Okta sent it. */
	readonly log: JsonObject;
	readonly mfa: MfaModel;
	readonly hostname: string;
}

interface Reader {
	readonly name: string;
	readonly argument: string | undefined;
	readonly plugin: (event: PluginEvent) => FieldValue | undefined;
	readonly ours: (event: OktaEvent) => FieldValue | undefined;
}

/** Prepares to compare the fields that rules read. */
export function compareFields(
	rules: readonly Rule[],
	pluginFields: FieldTable<PluginEvent>,
	ourFields: FieldTable<OktaEvent>,
): (event: Event) => FieldComparison {
	const readers = new Map<string, Reader>();
	const byRule = new Map<string, string[]>();
	for (const rule of rules) {
		const keys = fieldsOf(rule).map(({ name, argument: bytes }) => {
			const argument = bytes === undefined ? undefined : toText(bytes);
			const key = JSON.stringify([name, argument]);
			const [plugin, ours] = [pluginFields[name]?.read(argument), ourFields[name]?.read(argument)];
			if (plugin && ours && !readers.has(key)) readers.set(key, { name, argument, plugin, ours });
			return key;
		});
		byRule.set(rule.name, keys);
	}
	return function compare(event) {
		const failures: string[] = [];
		const compared = new Map([...readers].map(([key, reader]) => [key, compareField(reader, event, failures)]));
		return {
			of: (rule) => (byRule.get(rule) ?? []).flatMap((key) => compared.get(key) ?? []),
			differences: [...compared.values()].flatMap(({ row }) => row ?? []),
			failures,
		};
	};
}

function compareField({ name, argument, plugin, ours }: Reader, event: Event, failures: string[]): ComparedField {
	const [theirs, own] = [plugin(event.plugin), ours(event.event)];
	const same = { name, plugin: theirs, row: undefined };
	const { log, mfa, hostname } = event;
	const difference = FIELD_DIFFERENCES.find(({ fields }) => fields.test(name));
	const expected =
		difference === undefined ? theirs : difference.expected({ name, argument: argument ?? "", log, mfa, hostname });
	if (!isSame(own, expected)) {
		failures.push(`field ${name}[${argument ?? ""}] is ${show(own)}, not ${show(expected)}; in Falco ${show(theirs)}`);
	}
	return isSame(own, theirs) ? same : { ...same, row: difference?.row };
}

/** Whether rules see the same: texts are bytes to them, in which halves of surrogate pairs have no form. */
function isSame(one: FieldValue | undefined, other: FieldValue | undefined): boolean {
	return typeof one === "string" && typeof other === "string" ? toBytes(one) === toBytes(other) : one === other;
}

function show(value: FieldValue | undefined): string {
	return typeof value === "string" ? JSON.stringify(value) : String(value);
}
