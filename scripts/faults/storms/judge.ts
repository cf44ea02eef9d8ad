import { z } from "zod";
import type { Alert } from "../../demo/falcosidekick.ts";
import { type Findings, figure, some, unless } from "../check.ts";
import { alertKey, keysOf, type TestEvent } from "../test-event.ts";

/** An alert that is done with, as the object has it. */
export interface SettledRow {
	readonly state: string;
	readonly id: string;
	/** Of its priority: 2 is critical, and less is worse. */
	readonly level: number;
	readonly json: string;
}

export interface Storm {
	readonly events: readonly TestEvent[];
	readonly settled: readonly SettledRow[];
	/** Alerts that have not left yet, and those folded that none has told of yet. */
	readonly waiting: number;
	/** What came to Falcosidekick of an alert, each time it came. */
	readonly arrived: (key: string) => readonly Pick<Alert, "output">[];
	readonly kills: number;
}

const CRITICAL = 2;

/** Ends the id of an alert that stands for those folded. */
const SUFFIX = ":storm";

/** What came of it: figures, and what was not as promised. */
export function judge({ events, settled, waiting, arrived, kills }: Storm): Findings {
	const delivered = settled.filter(({ state }) => state === "delivered");
	const folded = settled.filter(({ state }) => state === "suppressed");
	const standing = delivered.filter(({ id }) => id.endsWith(SUFFIX));
	const alone = delivered.filter(({ id }) => !id.endsWith(SUFFIX));
	const keys = events.flatMap(keysOf);
	const decided = [...alone, ...folded].map(keyOf);
	const lost = keys.filter((key) => !decided.includes(key));
	const missing = [...alone.filter((row) => toldBy(arrived(keyOf(row))) !== 0), ...standing.filter(isUntold)];
	const repeats = keys.reduce((sum, key) => sum + Math.max(arrived(key).length - 1, 0), 0);
	const wrong = rulesOf(folded).filter((rule) => count(folded, rule) !== told(standing, rule));
	return {
		figures: [
			`${figure(keys.length)} alerts: ${figure(alone.length)} left, ${figure(folded.length)} folded into ${standing.length}`,
			`${kills} kills, ${repeats} alerts twice`,
		],
		faults: [
			...unless(waiting === 0, `${waiting} alerts still wait when all is over`),
			...unless(folded.length > 0, "nothing was folded, which was to be tried"),
			...unless(lost.length === 0, `alerts neither left nor were folded: ${some(lost)}`),
			...unless(decided.length === keys.length, `${keys.length} alerts became ${decided.length}`),
			...unless(
				folded.every(({ level }) => level > CRITICAL),
				"critical alerts were folded",
			),
			...unless(wrong.length === 0, `what was folded is not counted exactly, of ${wrong.join(" and ")}`),
			...unless(missing.length === 0, `alerts did not arrive: ${some(missing.map(({ id }) => id))}`),
			...unless(repeats <= kills, `${kills} kills made ${repeats} alerts arrive twice`),
		],
	};

	function isUntold(row: SettledRow): boolean {
		return toldBy(arrived(keyOf(row))) !== toldBy([outputOf(row)]);
	}
}

/** How many were folded, by the alert that stands for them; 0 of any other, undefined when none came. */
function toldBy([first]: readonly Pick<Alert, "output">[]): number | undefined {
	return first && Number(/ \(one of (\d+) of this rule, from \S+ to \S+\)$/.exec(first.output)?.[1] ?? 0);
}

const ALERT = z.object({ output: z.string() });

function outputOf({ json }: SettledRow): Pick<Alert, "output"> {
	return ALERT.parse(JSON.parse(json));
}

/** How many alerts of a rule those that stand for some tell of. One that was folded alone is not counted in words. */
function told(standing: readonly SettledRow[], rule: string): number {
	const rows = standing.filter((row) => ruleOf(row) === rule);
	return rows.reduce((sum, row) => sum + (toldBy([outputOf(row)]) || 1), 0);
}

function count(rows: readonly SettledRow[], rule: string): number {
	return rows.filter((row) => ruleOf(row) === rule).length;
}

function rulesOf(rows: readonly SettledRow[]): string[] {
	return [...new Set(rows.map(ruleOf))];
}

/** The id of an alert is its event's uuid and the rule's name. */
function ruleOf({ id }: SettledRow): string {
	return id.split(":")[1] ?? "";
}

function keyOf(row: SettledRow): string {
	return alertKey(row.id.split(":")[0], ruleOf(row));
}
