import { cpuUsage } from "node:process";

/** Does something to each delivery, and tells how many events alerted. */
export type Contender = (delivery: string) => number;

export interface Result {
	/** CPU time for an event, in microseconds: the median over the rounds. */
	readonly time: number;
	/** The same as a multiple of the first contender's in the same round: the median over the rounds. */
	readonly ratio: number;
	/** Share of events that alerted. */
	readonly alerted: number;
}

/** The first of so many rounds are not counted: code gets fast as it runs. */
const WARM_UP = 1 / 4;

/**
 * Has contenders do the same deliveries, round by round, each round with new ones and in another order, so that whatever
 * else the machine does troubles all alike. What is compared is CPU time, garbage collection included.
 */
export function contest<Name extends string>(
	contenders: Readonly<Record<Name, Contender>>,
	rounds: Iterable<readonly string[]>,
	eventsPerDelivery = 1,
): Record<Name, Result> {
	const names = Object.keys(contenders) as Name[];
	const times = new Map<Name, number[]>(names.map((name) => [name, []]));
	const alerted = new Map<Name, number>();
	let events = 0;
	let round = 0;
	for (const deliveries of rounds) {
		for (let turn = 0; turn < names.length; turn++) {
			const name = names[(turn + round) % names.length] as Name;
			const { time, alerts } = run(contenders[name], deliveries);
			times.get(name)?.push(time / deliveries.length / eventsPerDelivery);
			alerted.set(name, (alerted.get(name) ?? 0) + alerts);
		}
		events += deliveries.length * eventsPerDelivery;
		round++;
	}
	const base = times.get(names[0] as Name) ?? [];
	const resultOf = (name: Name): Result => {
		const own = times.get(name) ?? [];
		const ratios = own.map((time, at) => time / (base[at] ?? Number.NaN));
		return { time: settled(own), ratio: settled(ratios), alerted: (alerted.get(name) ?? 0) / events };
	};
	return Object.fromEntries(names.map((name) => [name, resultOf(name)])) as Record<Name, Result>;
}

function run(contender: Contender, deliveries: readonly string[]): { time: number; alerts: number } {
	let alerts = 0;
	const before = cpuUsage();
	for (const delivery of deliveries) alerts += contender(delivery);
	const { user, system } = cpuUsage(before);
	return { time: user + system, alerts };
}

function settled(values: readonly number[]): number {
	return percentile(values.slice(Math.floor(values.length * WARM_UP)), 0.5);
}

/** The value that so large a share of the values does not exceed; NaN of none. */
export function percentile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? Number.NaN;
}
