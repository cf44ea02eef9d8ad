import { beforeEach, expect, test } from "vitest";
import { SetAsides } from "../../src/org/set-aside.ts";
import { begin, START } from "../worker/system.ts";
import { counted, inStorage } from "./storage.ts";

beforeEach(begin);

const DAY = 86_400_000;

function aside(kind: "rejected" | "failed", at = START) {
	return { kind, at, source: "https://acme.okta.com", reason: "nests too deep", text: "{}" };
}

test("it is known how many there are of each kind, without counting them", () =>
	inStorage((storage) => {
		const asides = new SetAsides(storage);
		expect(asides.counts).toEqual({ rejected: 0, failed: 0 });
		for (const kind of ["rejected", "failed", "rejected"] as const) asides.add(aside(kind));
		expect(asides.counts).toEqual({ rejected: 2, failed: 1 });
		const [last] = asides.list(1, 99);
		expect(asides.delete(last?.id ?? 0)).toBe(true);
		expect(asides.delete(last?.id ?? 0)).toBe(false);
		expect(asides.counts).toEqual({ rejected: 1, failed: 1 });
		expect(new SetAsides(storage).counts).toEqual({ rejected: 1, failed: 1 });
	}));

test("an id is never given to another one", () =>
	inStorage((storage) => {
		const asides = new SetAsides(storage);
		for (const kind of ["failed", "rejected", "rejected"] as const) asides.add(aside(kind));
		for (const id of [3, 2]) asides.delete(id);
		asides.add(aside("rejected"));
		expect(asides.lastId()).toBe(4);
		asides.prune(START + DAY, 9);
		new SetAsides(storage).add(aside("failed"));
		expect(asides.list(9, 99).map(({ id }) => id)).toEqual([5, 1]);
	}));

test("nor is one of which an earlier version did not keep that it was given", () =>
	inStorage((storage) => {
		const asides = new SetAsides(storage);
		for (const kind of ["failed", "rejected"] as const) asides.add(aside(kind));
		storage.kv.put("set aside", { rejected: 1, failed: 1 });
		asides.delete(2);
		asides.add(aside("rejected"));
		expect(asides.list(9, 99).map(({ id }) => id)).toEqual([3, 1]);
		expect(asides.counts).toEqual({ rejected: 1, failed: 1 });
	}));

test("refused ones are forgotten in time, a step at a time; failed ones stay", () =>
	inStorage((storage) => {
		const asides = new SetAsides(storage);
		for (let at = 0; at < 5; at++) asides.add(aside(at === 2 ? "failed" : "rejected", START + at * DAY));
		expect(asides.prune(START + 4 * DAY, 2)).toBe(true);
		expect(asides.counts).toEqual({ rejected: 2, failed: 1 });
		expect(asides.prune(START + 4 * DAY, 2)).toBe(false);
		expect(asides.counts).toEqual({ rejected: 1, failed: 1 });
		expect(asides.list(9, 99).map(({ kind, at }) => [kind, (at - START) / DAY])).toEqual([
			["rejected", 4],
			["failed", 2],
		]);
	}));

test("a list has as much of each text as is asked for, and all of it unless that is said", () =>
	inStorage((storage) => {
		const asides = new SetAsides(storage);
		const texts = ["x".repeat(600_000), "\u{1f600}\u{1f600}\u{1f600}", "{}"];
		for (const text of texts) asides.add({ ...aside("rejected"), text });
		expect(asides.list(9, 99, 2).map(({ text }) => text)).toEqual(["{}", "\u{1f600}\u{1f600}", "xx"]);
		expect(asides.list(9, 99).map(({ text }) => text)).toEqual(texts.toReversed());
		expect(asides.list(1, 99, 2)).toEqual([{ id: 3, ...aside("rejected") }]);
	}));

test("those that an earlier version set aside are counted once", () =>
	inStorage((storage) => {
		new SetAsides(storage).add(aside("failed"));
		new SetAsides(storage).add(aside("rejected"));
		storage.kv.delete("set aside");
		const { storage: watched, written } = counted(storage);
		const asides = new SetAsides(watched);
		expect(written()).toBe(1);
		expect(asides.counts).toEqual({ rejected: 1, failed: 1 });
		asides.add(aside("failed"));
		expect(new SetAsides(watched).counts).toEqual({ rejected: 1, failed: 2 });
	}));
