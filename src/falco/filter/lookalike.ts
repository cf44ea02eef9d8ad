import { type Bytes, toText } from "../bytes.ts";
import type { BinaryOperator } from "./ast.ts";
import { type Fields, lookUpFieldText } from "./field-lookup.ts";
import { TRANSFORMER_NAMES } from "./transformers.ts";

const CALLS = ["val", ...TRANSFORMER_NAMES].map((name) => `${name}(`);

/** Constants that look as if something else had been meant: Falco's warnings about them (libsinsp filter.cpp). */
export function lookalikeWarnings(value: Bytes, operator: BinaryOperator, fields: Fields): string[] {
	const warnings: string[] = [];
	const shown = toText(value);
	if (operator === "regex" && isPlainPattern(value)) {
		const simpler = "'=', 'contains', 'startswith', 'endswith'";
		warnings.push(`regex check with '${shown}' may be optimized with simpler operators such as ${simpler}`);
	}
	const spaceless = value.replace(/[ \t\n\v\f\r]/g, "");
	const lookup = lookUpFieldText(spaceless, fields);
	if ("found" in lookup) warnings.push(`'${shown}' may be a valid field misused as a const string value`);
	else if (!lookup.nonexistent) return warnings;
	if (CALLS.some((call) => spaceless.startsWith(call)) && spaceless.endsWith(")")) {
		warnings.push(`'${shown}' may be a valid field transformer misused as a const string value`);
	}
	return warnings;
}

/** Whether the pattern is plain text but for `^`, `$` and `.*`, `.+`, `.?` at its very ends. */
function isPlainPattern(pattern: Bytes): boolean {
	const last = pattern.length - 1;
	for (let at = 0; at <= last; at++) {
		if ((at === 0 && pattern[at] === "^") || (at === last && pattern[at] === "$")) continue;
		if ((at === 0 || at === last - 1) && /[.][+*?]/y.test(pattern.slice(at, at + 2))) at++;
		else if (/[.+*?^$()[\]{}|\\]/.test(pattern.charAt(at))) return false;
	}
	return true;
}
