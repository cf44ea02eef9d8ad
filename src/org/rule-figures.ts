import { firstOf, HOURS_SHOWN } from "./hour-figures.ts";
import type { RuleFigures } from "./overview.ts";

const HOUR = 3_600_000;

/** Rules that are kept; beyond that those are forgotten that fired least recently. */
const RULES_MAX = 2_000;

/** How often a rule fired within an hour, and when last, in milliseconds. */
export interface Fired {
	readonly times: number;
	readonly last: number;
}

/** What fired in an hour, which began at `at`. */
export interface HourOfRules {
	readonly at: number;
	readonly rules: ReadonlyMap<string, Fired>;
}

/** An hour by its number since the Unix epoch, and how often the rule fired in it. */
type InHour = [hour: number, times: number];

type Row = { rule: string; total: number; last_fired: number; hours: string };

interface Counted {
	readonly total: number;
	readonly lastFired: number;
	readonly hours: readonly InHour[];
}

const NEVER: Counted = { total: 0, lastFired: 0, hours: [] };

/** How often rules fired: a row each, written once an hour in which the rule fired. */
export class RuleTable {
	readonly #sql: SqlStorage;
	readonly #most: number;

	/** `most`: how many rules are kept. */
	constructor(sql: SqlStorage, most: number = RULES_MAX) {
		this.#sql = sql;
		this.#most = most;
	}

	/** Adds what fired in an hour, or in a part of it. */
	add({ at, rules }: HourOfRules): void {
		let isLonger = false;
		for (const [rule, fired] of rules) {
			const before = this.#get(rule);
			isLonger ||= before === undefined;
			const { total, lastFired, hours } = withHour(before ?? NEVER, at, fired);
			this.#sql.exec(
				"INSERT OR REPLACE INTO rule_figures VALUES (?, ?, ?, ?)",
				rule,
				total,
				lastFired,
				JSON.stringify(hours),
			);
		}
		if (isLonger) this.#shorten();
	}

	/** All rules, with what is not added yet. */
	figures(now: number, news: HourOfRules): RuleFigures[] {
		const rows = this.#sql.exec<Row>("SELECT * FROM rule_figures").toArray();
		const all = new Map(rows.map((row) => [row.rule, countedOf(row)]));
		for (const [rule, fired] of news.rules) all.set(rule, withHour(all.get(rule) ?? NEVER, news.at, fired));
		return [...all].map(([rule, { total, lastFired, hours }]) => ({
			rule,
			lastDay: timesSince(hours, firstOf(24, now)),
			lastWeek: timesSince(hours, firstOf(HOURS_SHOWN, now)),
			total,
			lastFired,
		}));
	}

	#get(rule: string): Counted | undefined {
		const [row] = this.#sql.exec<Row>("SELECT * FROM rule_figures WHERE rule = ?", rule).toArray();
		return row && countedOf(row);
	}

	#shorten(): void {
		this.#sql.exec(
			"DELETE FROM rule_figures WHERE rule IN (SELECT rule FROM rule_figures ORDER BY last_fired DESC LIMIT -1 OFFSET ?)",
			this.#most,
		);
	}
}

function countedOf({ total, last_fired: lastFired, hours }: Row): Counted {
	return { total, lastFired, hours: JSON.parse(hours) };
}

function withHour({ total, lastFired, hours }: Counted, at: number, { times, last }: Fired): Counted {
	const hour = at / HOUR;
	const before = hours.find(([other]) => other === hour)?.[1] ?? 0;
	const others = hours.filter(([other]) => other !== hour && other > hour - HOURS_SHOWN);
	return {
		total: total + times,
		lastFired: Math.max(lastFired, last),
		hours: [...others, [hour, before + times]],
	};
}

function timesSince(hours: readonly InHour[], at: number): number {
	return hours.reduce((sum, [hour, times]) => (hour * HOUR < at ? sum : sum + times), 0);
}
