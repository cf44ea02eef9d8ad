import { beforeEach, expect, test } from "vitest";
import { Pruner } from "../../src/org/prune.ts";
import { openStores } from "../../src/org/stores.ts";
import { NOT_SWEPT, writeSweepState } from "../../src/org/sweep-state.ts";
import { begin, START } from "../worker/system.ts";
import { inStorage } from "./storage.ts";

beforeEach(begin);

const DAY = 86_400_000;

test.each([
	["a week, where the System Log is not read", false, 20],
	["as long as a sweep may meet it, where it is", true, 20],
	["a week, where the sweep is beyond that", true, 1],
])("what was taken in is recognised for %s", (_, isSwept, daysBehind) =>
	inStorage((storage) => {
		const stores = openStores(storage, undefined);
		const now = START + 20 * DAY;
		const old = { uuid: "old", published: new Date(START).toISOString() };
		stores.seen.enter([old], START);
		writeSweepState(storage, { ...NOT_SWEPT, sweptTo: now - daysBehind * DAY });
		new Pruner(stores, isSwept).run(now);
		expect(stores.seen.enter([old], now).known).toEqual(isSwept && daysBehind === 20 ? [old] : []);
	}),
);
