import type { Collection } from "./collect.ts";
import { type ResolvedList, replacementFor } from "./expand-lists.ts";
import { type Budgets, LIMITS } from "./limits.ts";
import type { Report } from "./report.ts";

/**
 * Third stage, lists: items that name an earlier list become its items, one level deep (rule_loader_compiler.cpp,
 * `compile_list_infos`).
 * @returns the lists in the order of their first definitions, and the names of those that others use
 */
export function resolveLists(
	{ lists }: Collection,
	report: Report,
	budgets: Budgets,
): { resolved: ResolvedList[]; used: Set<string> } {
	const used = new Set<string>();
	const resolved = [...lists.values()].map((list, position) => {
		const items: string[] = [];
		for (const item of list.items) {
			const inner = lists.get(item);
			const seen = inner !== undefined && inner.index < list.visibility ? inner : undefined;
			if (seen !== undefined) used.add(seen.name);
			const added = seen?.items ?? [item];
			if (!budgets.listExpansion.spend(added.length)) {
				const message = `Putting lists into lists takes more than ${LIMITS.listExpansion} steps`;
				report.error("LOAD_ERR_VALIDATE", message, list.context);
				break;
			}
			for (const each of added) items.push(each);
		}
		return { name: list.name, position, replacement: replacementFor(items) };
	});
	return { resolved, used };
}
