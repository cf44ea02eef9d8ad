import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { evaluation } from "./evaluate.ts";
import { Events } from "./events.ts";
import type { Section } from "./figure.ts";
import { compatibilityRules } from "./rule-sets.ts";

/** Events after which memory is looked at, as shares of all. */
const LOOKS = [0.1, 0.5, 1];

/** How much more memory later looks may find than the first: noise of the heap. */
const GROWTH = 2;

const MIB = 2 ** 20;

/**
 * What is left in memory as events by the hundred thousand go by. With rules that look back memory grows up to their
 * limits, in the Worker on disk; so it is measured without these.
 */
export const measureMemory: Section = ({ seed, events, progress }) => {
	setFlagsFromString("--expose-gc");
	const collect: () => void = runInNewContext("gc");
	const total = events * 10;
	const source = new Events(seed);
	const take = evaluation(compatibilityRules());
	const used: number[] = [];
	for (let done = 1; done <= total; done++) {
		take(source.delivery(1));
		if (done % 10_000 === 0) progress(done / total, `${done} events`);
		if (LOOKS.some((share) => done === Math.floor(total * share))) {
			collect();
			used.push(process.memoryUsage().heapUsed / MIB);
		}
	}
	const [first = 0, ...later] = used;
	const section = "memory";
	return [
		{ section, name: `heap after ${total * 0.1} events`, value: first, unit: "MiB" },
		{ section, name: `more of it after ${total}`, value: Math.max(...later) - first, unit: "MiB", most: GROWTH },
	];
};
