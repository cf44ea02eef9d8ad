import { expect, test } from "vitest";
import { Changes } from "../../src/org/changes.ts";
import type { Place } from "../../src/org/ledger.ts";

const PLACES = Array.from({ length: 51 }, (_, at): Place => ({ table: "dead", at, id: `a${at}` }));

test("what was noted is told once, in its order", () => {
	const changes = new Changes();
	for (const place of PLACES.slice(0, 50)) changes.note(place);
	expect(changes.take()).toEqual({ places: PLACES.slice(0, 50), isMore: false });
	expect(changes.take()).toEqual({ places: [], isMore: false });
});

test("of more than fifty it is told that there were, and no more is kept", () => {
	const changes = new Changes();
	for (const place of PLACES) changes.note(place);
	for (const place of PLACES.slice(0, 5)) changes.note(place);
	expect(changes.take()).toEqual({ places: [], isMore: true });
	for (const place of PLACES.slice(0, 1)) changes.note(place);
	expect(changes.take()).toEqual({ places: PLACES.slice(0, 1), isMore: false });
});

test("so it is when something changed that is no alert", () => {
	const changes = new Changes();
	for (const place of PLACES.slice(0, 2)) changes.note(place);
	changes.noteMore();
	expect(changes.take()).toEqual({ places: [], isMore: true });
});
