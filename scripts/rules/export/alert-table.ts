import type { Alert } from "../../../src/falco/alert.ts";

/** Widest a table of single days may get; more days are told by the month. */
const DAYS_MAX = 31;

/** Counts alerts by rule and by the day, in UTC, of their events. */
export class AlertTable {
	readonly #counts = new Map<string, Map<string, number>>();

	add({ rule, time }: Alert): void {
		const day = time.slice(0, 10);
		const counts = this.#counts.get(rule) ?? new Map<string, number>();
		this.#counts.set(rule, counts.set(day, (counts.get(day) ?? 0) + 1));
	}

	/** How many rules alerted. */
	get rules(): number {
		return this.#counts.size;
	}

	/** A line for each of the rules that alerted, in the order of `rules`, with a column for each day or month. */
	toText(rules: readonly string[]): string {
		if (this.#counts.size === 0) return "";
		const rows = rules.flatMap((rule) => {
			const counts = this.#counts.get(rule);
			return counts === undefined ? [] : [{ rule, counts }];
		});
		const days = new Set(rows.flatMap(({ counts }) => [...counts.keys()]));
		const byMonth = days.size > DAYS_MAX;
		const columns = [...new Set([...days].map((day) => day.slice(0, byMonth ? "2026-01".length : undefined)))].sort();
		const cells = rows.map(({ rule, counts }) => {
			const sums = columns.map((column) =>
				sum([...counts].filter(([day]) => day.startsWith(column)).map(([, n]) => n)),
			);
			return [rule, sum(sums), ...sums];
		});
		const totals = ["all rules", ...["", ...columns].map((_, at) => sum(cells.map((row) => Number(row[at + 1]))))];
		// The year of a day goes without saying: it is in the line below the table.
		const titles = byMonth ? columns : columns.map((day) => day.slice("2026-".length));
		return layOut([["rule", "alerts", ...titles], ...cells, ...(cells.length > 1 ? [totals] : [])]);
	}
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, number) => total + number, 0);
}

/** Columns as wide as they must be: the first to the left, the others to the right; no number where there is nothing. */
function layOut(rows: readonly (readonly (string | number)[])[]): string {
	const texts = rows.map((row) => row.map((cell, at) => (cell === 0 && at > 1 ? "·" : cell.toLocaleString("en"))));
	const widths = (texts[0] ?? []).map((_, at) => Math.max(...texts.map((row) => row[at]?.length ?? 0)));
	const line = (row: readonly string[]) =>
		row.map((cell, at) => (at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0))).join("  ");
	return texts.map((row) => `${line(row)}\n`).join("");
}
