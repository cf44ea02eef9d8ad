import type { FieldValue } from "../../src/falco/field.ts";
import type { Expr, Unplaced } from "../../src/falco/filter/ast.ts";
import { compilePointer } from "../../src/falco/json-pointer.ts";
import { type JsonObject, memberAt } from "../../src/okta/log-event.ts";
import type { ExpectedLoad } from "./cases.ts";
import { asFalcoRuns } from "./falco-conditions.ts";
import type { MfaModel } from "./mfa-model.ts";

/**
 * Where rules and events come out otherwise here than in Falco, on purpose: each with the row of docs/differences.md that
 * says so, and with what is right instead. A run fails on a difference that is not listed, and on one that is listed but
 * that no case meets.
 */
interface Named {
	/** First cell of its row in docs/differences.md. */
	readonly row: string;
}

/** A field has another value. */
export interface FieldDifference extends Named {
	readonly fields: RegExp;
	/** What the field is here, worked out without the code that is put to the test. */
	readonly expected: (read: FieldRead) => FieldValue | undefined;
}

export interface FieldRead {
	readonly name: string;
	readonly argument: string;
	/** The event as Okta sent it. */
	readonly log: JsonObject;
	readonly mfa: MfaModel;
	readonly hostname: string;
}

export const FIELD_DIFFERENCES: readonly FieldDifference[] = [
	{
		row: "Longitude",
		fields: /^okta\.client\.geo\.lon$/,
		expected: ({ log }) => String(memberAt(log, ["client", "geographicalContext", "geolocation", "lon"]) ?? 0),
	},
	{
		row: "Two counters",
		fields: /^okta\.mfa\.(?:failure|deny)\.countlast$/,
		expected: ({ name, argument, mfa }) => mfa.countLast(name.includes("deny") ? "deny" : "failure", BigInt(argument)),
	},
	{
		row: "Other members of an event",
		fields: /^(?:json|jevt)\.value$/,
		expected: ({ argument, log }) => {
			const found = compilePointer(argument)(log);
			if (found === undefined || found === null) return undefined;
			return typeof found === "string" ? found : JSON.stringify(found);
		},
	},
	{
		row: "Whole events as text",
		fields: /^(?:json|jevt)\.obj$|^evt\.plugininfo$/,
		expected: ({ name, log }) => JSON.stringify(log, null, name === "evt.plugininfo" ? 0 : 2),
	},
	{
		row: "Name of the machine",
		fields: /^evt\.hostname$/,
		expected: ({ hostname }) => hostname,
	},
];

/** The proxy flag is a boolean: cases that had to give it as text are run with what Okta sends. */
export const PROXY_FLAG = "Proxy flag";

/** A condition works otherwise, whatever the event. */
export interface ConditionDifference extends Named {
	readonly applies: (condition: Expr<Unplaced>) => boolean;
}

export const CONDITION_DIFFERENCES: readonly ConditionDifference[] = [
	{
		row: "Membership and checks that print alike",
		applies: (condition) => asFalcoRuns(condition) !== condition,
	},
];

/** A value whose text Falco leaves to chance: other rules that read of it change how it is written. */
export interface UncertainText extends Named {
	readonly applies: (name: string, value: FieldValue | undefined) => boolean;
}

export const UNCERTAIN_TEXTS: readonly UncertainText[] = [
	{
		row: "JSON text of JSON text",
		applies: (name, value) =>
			/^(?:json|jevt)\.value$/.test(name) && typeof value === "string" && /^[{[].*\\/s.test(value),
	},
];

/** Loading ends otherwise. */
export interface LoadDifference extends Named {
	/** Falco's answer and ours → what is right here; the same object where there is no difference. */
	readonly rewrite: (expected: ExpectedLoad, ours: Problems) => ExpectedLoad;
}

export type Problem = ExpectedLoad["errors"][number];

export interface Problems {
	readonly errors: readonly Problem[];
	readonly warnings: readonly Problem[];
}

/** In an expected problem: the rules may be blamed in these or other words. */
export const ANY = "*";

export const LOAD_DIFFERENCES: readonly LoadDifference[] = [
	{
		row: "YAML",
		rewrite: (expected, ours) => {
			const [ourFirst] = ours.errors;
			return mapErrors(expected, (error) =>
				error.code === "LOAD_ERR_YAML_PARSE" || ourFirst?.code === "LOAD_ERR_YAML_PARSE"
					? { ...error, code: "LOAD_ERR_YAML_PARSE", message: ANY, item_type: ANY, item_name: ANY }
					: error,
			);
		},
	},
	{
		row: "Files that end Falco",
		rewrite: (expected) => {
			if (!expected.crash) return expected;
			const { crash: _, ...result } = expected;
			return { ...result, errors: [{ code: ANY, message: ANY, item_type: ANY, item_name: ANY }] };
		},
	},
	{
		row: "Plugin requirements",
		rewrite: (expected) =>
			mapErrors(expected, (error) =>
				error.code === "PLUGIN_REQUIREMENT"
					? { ...error, code: "LOAD_ERR_VALIDATE", item_type: ANY, item_name: ANY }
					: error,
			),
	},
	{
		row: "Arguments in exceptions",
		rewrite: (expected) =>
			mapErrors(expected, (error) =>
				error.item_type === "rules content" && error.code === "LOAD_ERR_VALIDATE"
					? { ...error, item_type: ANY, item_name: ANY }
					: error,
			),
	},
	{
		row: "Rules of source syscall",
		rewrite: (expected, ours) => {
			const skipped = ours.warnings.filter(({ message }) => message === "Unknown source syscall, skipping");
			if (skipped.length === 0) return expected;
			return {
				...expected,
				warnings: [...expected.warnings.filter(({ code }) => code !== "LOAD_NO_EVTTYPE"), ...skipped],
			};
		},
	},
];

/** All rows that must be met. */
export const ROWS: readonly string[] = [
	...FIELD_DIFFERENCES,
	...CONDITION_DIFFERENCES,
	...UNCERTAIN_TEXTS,
	...LOAD_DIFFERENCES,
	{ row: PROXY_FLAG },
].map(({ row }) => row);

function mapErrors(expected: ExpectedLoad, rewrite: (error: Problem) => Problem): ExpectedLoad {
	const errors = expected.errors.map(rewrite);
	return errors.every((error, at) => error === expected.errors[at]) ? expected : { ...expected, errors };
}
