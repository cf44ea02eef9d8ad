import { expect, test } from "vitest";
import { Changes } from "../../src/org/changes.ts";

test("that something was noted is told once, however often it was", () => {
	const changes = new Changes();
	expect(changes.take()).toBe(false);
	changes.note();
	changes.note();
	expect([changes.take(), changes.take()]).toEqual([true, false]);
	changes.note();
	expect(changes.take()).toBe(true);
});
