import { expect, test } from "vitest";
import { atRandomMoments } from "../../../../scripts/faults/chaos/moments.ts";
import { Random } from "../../../../scripts/faults/random.ts";

test("it acts as often as it is told, as things go on", async () => {
	const seen: number[] = [];
	let progress = 0;
	const going = setInterval(() => {
		progress = Math.min(progress + 0.05, 1);
	}, 2);
	const moments = { count: 6, random: new Random(1, "moments"), progress: () => progress, isOver: () => false };
	await atRandomMoments(moments, async () => void seen.push(progress));
	clearInterval(going);
	expect(seen).toHaveLength(6);
	expect(seen).toEqual(seen.toSorted((a, b) => a - b));
});

test("it ends when all is over, however much is left to do", async () => {
	let acted = 0;
	const moments = { count: 1_000, random: new Random(1, "moments"), progress: () => 1, isOver: () => acted === 2 };
	await atRandomMoments(moments, async () => void acted++);
	expect(acted).toBe(2);
});
