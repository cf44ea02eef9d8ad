import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Patience } from "../../../scripts/faults/patience.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: 0 }));
afterEach(() => void vi.useRealTimers());

/** Whether it has run out at some times, given how far things were then. */
function over(patience: Patience, ...moments: readonly (readonly [at: number, progress: number])[]): boolean[] {
	return moments.map(([at, progress]) => {
		vi.setSystemTime(at);
		return patience.isOver(progress);
	});
}

test("it lasts for as long as something moves now and then", () => {
	expect(over(new Patience(1_000), [0, 1], [1_000, 1], [1_000, 2], [2_000, 2], [1_000_000, 3])).not.toContain(true);
});

test("it runs out when nothing moves for longer", () => {
	expect(over(new Patience(1_000), [0, 1], [500, 2], [1_500, 2], [1_501, 2])).toEqual([false, false, false, true]);
});

test("it is over for good when it is given up", () => {
	const patience = new Patience(1_000);
	patience.giveUp();
	expect(over(patience, [0, 1], [1, 2])).toEqual([true, true]);
});
