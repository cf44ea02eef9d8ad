import { beforeEach, expect, test } from "vitest";
import { AwaitedEvents } from "../../src/org/awaited-events.ts";
import { begin } from "../worker/system.ts";
import { inStorage } from "./storage.ts";

beforeEach(begin);

test("events are waited for until they come or it takes too long", () =>
	inStorage(({ sql }) => {
		const awaited = new AwaitedEvents(sql);
		awaited.add("a", 1);
		awaited.add("a", 1);
		awaited.add("b", 2);
		awaited.add("c", 3);
		awaited.came("b");
		awaited.came("never awaited");
		expect(new AwaitedEvents(sql).giveUp(3)).toEqual([1]);
		expect(awaited.giveUp(4)).toEqual([3]);
		expect(awaited.giveUp(4)).toEqual([]);
	}));
