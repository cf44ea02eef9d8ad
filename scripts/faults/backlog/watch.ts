import { setTimeout as sleep } from "node:timers/promises";
import type { OktaOrg } from "../../demo/okta-org.ts";
import { type Findings, figure, unless } from "../check.ts";
import type { Deployment } from "../deployment.ts";
import { keysOf, locked, makeUser, type TestEvent } from "../test-event.ts";
import type { Arrivals } from "./arrivals.ts";

/** How often it delivers, in milliseconds. */
const EVERY = 100;

/** Okta waits three seconds; what is aimed at is 250 ms. A machine that is busy with other things gets a second. */
const ANSWER_MAX = 1_000;

/** A Worker has 128 MB; workerd takes some by itself, and is in no hurry to give back what was freed. */
const MEMORY_MAX = 400 * 2 ** 20;

const MEBIBYTE = 2 ** 20;

interface Delivered {
	readonly event: TestEvent;
	/** When it was delivered, in milliseconds, and how long the answer took. */
	readonly at: number;
	readonly answeredIn: number;
}

/** While the outbox drains: delivers critical alerts, and looks how long that takes and how much memory workerd has. */
export class Watch {
	readonly #deployment: Deployment;
	readonly #delivered: Delivered[] = [];
	readonly #caused: string[] = [];
	readonly #memory: number[] = [];
	#running: Promise<void> = Promise.resolve();
	#isOver = false;

	constructor(deployment: Deployment) {
		this.#deployment = deployment;
	}

	start(): void {
		this.#running = this.#run();
	}

	async stop(): Promise<void> {
		this.#isOver = true;
		await this.#running;
	}

	/** The alerts that it has caused. */
	get caused(): readonly string[] {
		return this.#caused;
	}

	/** `calmFrom`: since when no older critical alert waited, so that those delivered then were next. */
	findings(arrivals: Arrivals, calmFrom: number): Findings {
		const answers = this.#delivered.map(({ answeredIn }) => answeredIn);
		const next = this.#delivered.filter(({ at }) => at > calmFrom);
		const transits = next.flatMap(({ event, at }) =>
			keysOf(event).map((key) => (arrivals.firstAt(key) ?? Number.POSITIVE_INFINITY) - at),
		);
		const slow = percentile(answers, 0.99);
		const memory = Math.max(0, ...this.#memory);
		const before = this.#memory[0] ?? 0;
		return {
			figures: [
				`${answers.length} deliveries meanwhile answered in ${figure(percentile(answers, 0.5))} ms (p99 ${figure(slow)} ms)`,
				`their alerts out after ${figure(percentile(transits, 0.5))} ms (p99 ${figure(percentile(transits, 0.99))} ms)`,
				memory === 0
					? "memory not told by this system"
					: `memory ${figure(before / MEBIBYTE)} MiB before, ${figure(memory / MEBIBYTE)} MiB at most`,
			],
			faults: [
				...unless(slow < ANSWER_MAX, `deliveries were answered in ${figure(slow)} ms at p99`),
				...unless(memory < MEMORY_MAX, `workerd took ${figure(memory / MEBIBYTE)} MiB of memory`),
			],
		};
	}

	async #run(): Promise<void> {
		const org = this.#deployment.org();
		const user = makeUser("meanwhile");
		for (let count = 0; !this.#isOver; count++) {
			await sleep(EVERY);
			this.#memory.push(this.#deployment.workerd.memory() ?? 0);
			const event = locked(user, `meanwhile ${count}`, Date.now());
			const at = Date.now();
			const began = performance.now();
			const { delivered } = await org.deliver([event.event], new Date());
			// What workerd's end kept from being taken comes again, and tells nothing of how fast it is.
			if (delivered) this.#delivered.push({ event, at, answeredIn: performance.now() - began });
			else await this.#deliverAgain(org, event);
			this.#caused.push(...keysOf(event));
		}
	}

	async #deliverAgain(org: OktaOrg, { event }: TestEvent): Promise<void> {
		for (let delivered = false; !delivered; ) {
			await sleep(EVERY);
			({ delivered } = await org.deliver([event], new Date()));
		}
	}
}

/** The value below which that share of the values lies; 0 of none. */
export function percentile(values: readonly number[], share: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.min(Math.ceil(sorted.length * share), sorted.length) - 1] ?? 0;
}
