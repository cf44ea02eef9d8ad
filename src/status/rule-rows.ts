import type { Priority } from "../falco/priority.ts";
import type { Rule } from "../falco/rule-set.ts";
import type { RuleFigures } from "../org/overview.ts";

/**
 * What brings the events on which a rule can alert: event hooks; event hooks for some types and the System Log for the
 * others; the System Log alone; whatever comes.
 */
export type RuleFeed = "event hook" | "partly event hook" | "System Log" | "any event";

export interface RuleRow {
	readonly name: string;
	/** Undefined for a rule that is not loaded any more: its priority and feed are not known. */
	readonly loaded: { readonly priority: Priority; readonly feed: RuleFeed } | undefined;
	/** Undefined for a rule that has never fired. */
	readonly figures: RuleFigures | undefined;
}

/**
 * The rules of this deployment and those that have fired before, the busiest first. `notPushed` are the event types that
 * hooks cannot carry.
 */
export function ruleRows(
	rules: readonly Pick<Rule, "name" | "priority" | "eventTypes">[],
	figures: readonly RuleFigures[],
	notPushed: ReadonlySet<string>,
): RuleRow[] {
	const figuresOf = new Map(figures.map((of) => [of.rule, of]));
	const names = new Set(rules.map(({ name }) => name));
	const loaded = rules.map(({ name, priority, eventTypes }) => {
		return { name, loaded: { priority, feed: feedOf(eventTypes, notPushed) }, figures: figuresOf.get(name) };
	});
	const gone = figures.filter(({ rule }) => !names.has(rule));
	const rows = [...loaded, ...gone.map((of) => ({ name: of.rule, loaded: undefined, figures: of }))];
	return rows.sort((a, b) => compare(a.figures, b.figures) || (a.name < b.name ? -1 : 1));
}

function feedOf(eventTypes: readonly string[] | undefined, notPushed: ReadonlySet<string>): RuleFeed {
	if (eventTypes === undefined) return "any event";
	const unpushed = eventTypes.filter((type) => notPushed.has(type)).length;
	if (unpushed === 0) return "event hook";
	return unpushed === eventTypes.length ? "System Log" : "partly event hook";
}

const NONE = { lastDay: 0, lastWeek: 0, total: 0 };

function compare(a: RuleFigures | undefined, b: RuleFigures | undefined): number {
	const [one, other] = [a ?? NONE, b ?? NONE];
	return other.lastDay - one.lastDay || other.lastWeek - one.lastWeek || other.total - one.total;
}
