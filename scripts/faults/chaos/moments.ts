import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../random.ts";

const LOOK = 3;

/**
 * Acts so many times, one after the other, at moments spread at random over something that goes on: `progress` tells how
 * far it is, from 0 to 1. Ends early when `isOver` says so.
 */
export async function atRandomMoments(
	{ count, random, progress, isOver }: Moments,
	act: () => Promise<void>,
): Promise<void> {
	const moments = Array.from({ length: count }, () => random.next()).sort((a, b) => a - b);
	for (const moment of moments) {
		while (progress() < moment && !isOver()) await sleep(LOOK);
		if (isOver()) return;
		// Progress comes in steps; what is under way between two of them should be hit as well.
		await sleep(random.between(0, 50));
		await act();
	}
}

export interface Moments {
	readonly count: number;
	readonly random: Random;
	readonly progress: () => number;
	readonly isOver: () => boolean;
}
