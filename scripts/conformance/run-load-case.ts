import { DEFAULT_CONFIG } from "../../src/falco/config.ts";
import type { Diagnostic } from "../../src/falco/diagnostic.ts";
import { loadOktaRules } from "../rules/load-okta-rules.ts";
import type { Case, ExpectedLoad } from "./cases.ts";
import { ANY, LOAD_DIFFERENCES, type Problem } from "./differences.ts";
import { diff, type Outcome } from "./outcome.ts";

/**
 * Loads the rules of a case and compares with what Falco said: whether they load, that its error is among ours (it stops
 * at the first, we do not), and that the warnings are the same, by code and item.
 */
export function runLoadCase({ id, group, rules, load }: Case & { readonly load: ExpectedLoad }): Outcome {
	const { diagnostics } = loadOktaRules(
		rules.map((text, number) => ({ name: `file ${number}`, text })),
		DEFAULT_CONFIG,
	);
	const errors = diagnostics.filter(({ severity }) => severity === "error").map(problemOf);
	const warnings = diagnostics.filter(({ severity }) => severity === "warning").map(problemOf);
	const differences: string[] = [];
	const expected = LOAD_DIFFERENCES.reduce((result, { row, rewrite }) => {
		const rewritten = rewrite(result, { errors, warnings });
		if (rewritten !== result) differences.push(row);
		return rewritten;
	}, load);
	const failures: string[] = [];
	if (expected.successful !== (errors.length === 0)) {
		failures.push(diff("successful", [String(expected.successful)], [String(errors.length === 0)]));
	}
	const missing = expected.errors.filter((error) => !errors.some((ours) => agrees(error, ours)));
	if (missing.length > 0) failures.push(diff("errors", missing.map(printError), errors.map(printError)));
	// Falco gives no warnings when it ends for want of a plugin, or without a result.
	if (!differences.some((row) => row === "Plugin requirements" || row === "Files that end Falco")) {
		const [falco, ours] = [expected.warnings, warnings].map((list) => [...new Set(list.map(printWarning))].sort());
		if (String(falco) !== String(ours)) failures.push(diff("warnings", falco ?? [], ours ?? []));
	}
	return { id, group, failures, differences };
}

/** A diagnostic as vectors have it: by the rule, macro or list that it is in, or else by its innermost place. */
function problemOf({ code, message, locations }: Diagnostic): Problem {
	const named = locations.findLast(
		({ itemType }) => itemType === "rule" || itemType === "macro" || itemType === "list",
	);
	const { itemType, itemName } = named ?? locations.at(-1) ?? { itemType: "", itemName: "" };
	return { code, message, item_type: itemType, item_name: itemName };
}

function agrees(expected: Problem, ours: Problem): boolean {
	const keys = ["code", "message", "item_type", "item_name"] as const;
	return keys.every((key) => expected[key] === ANY || expected[key] === ours[key]);
}

function printError({ code, message, item_type, item_name }: Problem): string {
	return `${code} in ${item_type} '${item_name}': ${message}`;
}

function printWarning({ code, item_type, item_name }: Problem): string {
	return `${code} in ${item_type} '${item_name}'`;
}
