import { beforeEach, expect, test } from "vitest";
import { Evidence } from "../../src/org/evidence.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { begin, START } from "../worker/system.ts";
import { counted, inStorage } from "./storage.ts";

beforeEach(begin);

const DAY = 86_400_000;
const TIME = "2026-03-02T09:15:30.123000000Z";
const SOURCE = "https://acme.okta.com/api/v1/eventHooks/who1";

test("an event is kept as Okta sent it, once, for one row", () =>
	inStorage((real) => {
		const { storage, written } = counted(real);
		const evidence = new Evidence(storage.sql);
		evidence.open(START);
		written();
		const event = logEvent({ uuid: "u1", big: "\u2028 <b>\ud800", nested: { numbers: [1e21, -0, 0.1] } });
		for (let time = 0; time < 2; time++) evidence.keep(event, { at: START, time: TIME, source: SOURCE });
		expect(written()).toBe(1);
		const json = JSON.stringify(event);
		expect(evidence.find("u1")).toEqual({ at: START, time: TIME, source: SOURCE, json });
		expect(evidence.find("u2")).toBeUndefined();
	}));

test("an event that is too long for a row is left out", () =>
	inStorage(({ sql }) => {
		const evidence = new Evidence(sql);
		evidence.open(START);
		const about = { at: START, time: TIME, source: SOURCE };
		evidence.keep(logEvent({ uuid: "long", text: "\ufffd".repeat(600_000) }), about);
		evidence.keep(logEvent({ uuid: "fits", text: "\ufffd".repeat(590_000) }), about);
		expect(evidence.find("long")).toBeUndefined();
		expect(evidence.find("fits")?.json).toContain("\ufffd".repeat(590_000));
	}));

test("events are found for a month, also by another start of the object, and then forgotten for no row written", () =>
	inStorage((real) => {
		const { storage, written } = counted(real);
		const evidence = new Evidence(storage.sql);
		for (let day = 0; day < 40; day++) {
			const now = START + day * DAY;
			evidence.open(now);
			evidence.keep(logEvent({ uuid: `u${day}` }), { at: now, time: TIME, source: SOURCE });
		}
		written();
		evidence.prune(START + 39 * DAY);
		expect(written()).toBeLessThanOrEqual(9);
		const again = new Evidence(storage.sql);
		for (const kept of [evidence, again]) {
			expect(kept.find("u8")).toBeUndefined();
			expect(kept.find("u9")).toMatchObject({ at: START + 9 * DAY });
			expect(kept.find("u39")).toMatchObject({ at: START + 39 * DAY });
		}
	}));
