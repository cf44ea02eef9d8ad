import type { JsonObject } from "../../../src/okta/log-event.ts";
import { changeEvent } from "./change-event.ts";
import type { Happening } from "./read-rule-tests.ts";

/** When a test begins whose first event does not say. */
const BEGINNING = "2026-03-02T09:00:00.000Z";

/**
 * The events of a test as Okta would send them. Each is `at` seconds later than the first, and has a uuid of its own,
 * unless the test itself says otherwise. `{n}` in a new value is the event's number in the test, from 1: `00u{n}`.
 * @throws NoSuchEvent, WrongPath
 */
export function buildEvents(happenings: readonly Happening[], reference: (name: string) => JsonObject): JsonObject[] {
	let beginning: number | undefined;
	return happenings.map(({ event, with: changes, without, at }, index) => {
		const base = typeof event === "string" ? reference(event) : event;
		beginning ??= beginningOf({ ...base, ...changes });
		const own = { published: new Date(beginning + at * 1000).toISOString(), ...(index > 0 && { uuid: uuid(index) }) };
		return changeEvent({ uuid: uuid(0), ...base }, { ...own, ...numbered(changes, index + 1) }, without);
	});
}

function numbered(changes: JsonObject, number: number): JsonObject {
	const values = Object.entries(changes).map(([path, value]) => [
		path,
		typeof value === "string" ? value.replaceAll("{n}", String(number)) : value,
	]);
	return Object.fromEntries(values);
}

function beginningOf({ published }: JsonObject): number {
	const time = Date.parse(String(published));
	return Number.isNaN(time) ? Date.parse(BEGINNING) : time;
}

function uuid(index: number): string {
	return `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
}
