import type { LoadedRule } from "../../src/falco/load.ts";
import { suggest } from "../../src/falco/suggest.ts";

/**
 * The rule that somebody means: by its name, whatever the case, or by a part of it that no other rule's name has. When
 * there is none, why.
 */
export function findRule(rules: readonly LoadedRule[], wanted: string): LoadedRule | string {
	const exact = rules.find(({ name }) => name === wanted);
	if (exact !== undefined) return exact;
	const lower = wanted.toLowerCase();
	const like = rules.filter(({ name }) => name.toLowerCase().includes(lower));
	const [only] = like.length > 1 ? like.filter(({ name }) => name.toLowerCase() === lower) : like;
	if (only !== undefined) return only;
	if (like.length > 1) return `${wanted} may be ${like.map(({ name }) => name).join(" or ")}`;
	const similar = suggest(
		wanted,
		rules.map(({ name }) => name),
	);
	return `there is no rule ${wanted}${similar === undefined ? "" : `; did you mean ${similar}?`}`;
}
