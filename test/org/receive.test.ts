import { beforeEach, describe, expect, test } from "vitest";
import type { Alert } from "../../src/falco/alert.ts";
import type { OktaEvent } from "../../src/okta/event.ts";
import type { EventHook } from "../../src/okta/event-hook.ts";
import { WindowPlan } from "../../src/okta/windows/plan.ts";
import { Receiver } from "../../src/org/receive.ts";
import { SetAsides } from "../../src/org/set-aside.ts";
import type { OrgSettings } from "../../src/org/settings.ts";
import { openStores } from "../../src/org/stores.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { begin, START } from "../worker/system.ts";
import { orgSettings } from "./org-settings.ts";
import { counted, inStorage } from "./storage.ts";

beforeEach(begin);

const SOURCE = "https://acme.okta.com/api/v1/eventHooks/who2b7n4kLq9XyZt15d7";

function receiver(
	storage: DurableObjectStorage,
	evaluate: (event: OktaEvent) => Alert[],
	changes: Partial<OrgSettings> = {},
) {
	return new Receiver(openStores(storage, undefined), orgSettings(changes), { evaluate });
}

function alertOf(event: OktaEvent, json = "{}"): Alert {
	const time = "2026-03-02T09:15:30.123000000Z";
	return { rule: "Any", priority: "Notice", time, output: String(event.log.uuid), json };
}

function hook(uuids: readonly string[], source = SOURCE) {
	return { source, eventId: "d", events: uuids.map((uuid) => logEvent({ uuid })), rejected: [] };
}

test("an event costs one row written, its alert one and one more to keep the event, the delivery one", () =>
	inStorage((real) => {
		const { storage, written } = counted(real);
		const take = receiving(receiver(storage, (event) => (event.log.uuid === "c" ? [alertOf(event)] : [])));
		take(hook(["a"]));
		written();
		expect(take(hook(["b", "c", "d"]))).toMatchObject({ events: 3, alerts: 1 });
		expect(written()).toBe(6);
		expect(take(hook(["b", "c", "d"]))).toMatchObject({ duplicates: 3 });
		expect(written()).toBe(1);
	}));

test("an event that made several alerts is kept once, with what brought it", () =>
	inStorage((storage) => {
		const stores = openStores(storage, undefined);
		const both = (event: OktaEvent) => ["One", "Two"].map((rule) => ({ ...alertOf(event), rule }));
		const receipt = new Receiver(stores, orgSettings(), { evaluate: both }).receive(hook(["a"]));
		expect(receipt).toMatchObject({ events: 1, alerts: 2 });
		const time = "2026-03-02T09:15:30.123000000Z";
		const json = JSON.stringify(logEvent({ uuid: "a" }));
		expect(stores.evidence.find("a")).toEqual({ at: START, time, source: SOURCE, json });
		expect(stores.figures.rules(START).map(({ rule, total }) => [rule, total])).toEqual([
			["One", 1],
			["Two", 1],
		]);
	}));

function receiving(receiver: Receiver) {
	return (delivery: EventHook) => receiver.receive(delivery);
}

test("events are numbered, and the first one's time kept, from the start of the object", () =>
	inStorage((storage) => {
		const seen: unknown[] = [];
		const take = receiving(
			receiver(storage, (event) => {
				seen.push([event.number, event.firstTime]);
				return [];
			}),
		);
		take(hook(["a", "b"]));
		take(hook(["a", "c"]));
		const first = BigInt(Date.UTC(2026, 2, 2, 9, 15, 30, 123)) * 1_000_000n;
		expect(seen).toEqual([
			[1n, first],
			[2n, first],
			[3n, first],
		]);
	}));

test.each([
	["of the delivery's source", {}, SOURCE, "acme.okta.com", "acme"],
	["of OKTA_ORG_URL", { orgHost: "acme.okta.com" }, "https://login.acme.example/x", "acme.okta.com", "acme"],
	["given by HOSTNAME", { orgHost: "acme.okta.com", hostname: "soc" }, SOURCE, "soc", "acme"],
	["that there has to be", {}, "", "okta", "okta"],
])("events have the host name %s", (_, changes, source, hostname, org) =>
	inStorage((storage) => {
		const seen: unknown[] = [];
		const take = receiving(
			receiver(
				storage,
				(event) => {
					seen.push([event.hostname, event.org]);
					return [];
				},
				changes,
			),
		);
		take(hook(["a"], source));
		expect(seen).toEqual([[hostname, org]]);
	}),
);

test.each([
	["its JSON", "a", "x".repeat(600_000)],
	["its actor's name beside its JSON", "x".repeat(300_000), "x".repeat(300_000)],
])("an alert too long to store, by %s, is not lost silently", (_, alternateId, json) =>
	inStorage((storage) => {
		const take = receiving(receiver(storage, (event) => [alertOf(event, json)]));
		const events = [logEvent({ uuid: "u", actor: { alternateId } })];
		expect(take({ ...hook([]), events })).toMatchObject({ events: 0, failed: 1, alerts: 0 });
		expect(new SetAsides(storage).list(10, 99)).toMatchObject([
			{ kind: "failed", reason: expect.stringMatching(/^RangeError: the alert of rule "Any" has 60000\d characters$/) },
		]);
	}),
);

test("a rejected event of any length is kept, its beginning at least", () =>
	inStorage((storage) => {
		const take = receiving(receiver(storage, () => []));
		const rejected = [{ reason: "data.events[0]: nests too deep", text: "\ufffd".repeat(1_000_000) }];
		expect(take({ ...hook([]), rejected })).toMatchObject({ rejected: 1 });
		expect(new SetAsides(storage).list(10, 99)[0]?.text).toBe("\ufffd".repeat(600_000));
	}));

test("an actor is kept under a name that is found again, whatever half characters Okta sends", () =>
	inStorage((storage) => {
		const event = logEvent({ uuid: "a", actor: { id: "00u1", alternateId: "x\ud800" } });
		receiver(storage, (seen) => [alertOf(seen)]).receive({ ...hook([]), events: [event] });
		const { actor } = storage.sql.exec<{ actor: string }>("SELECT actor FROM pending").one();
		expect(actor).toBe("x\ufffd");
		expect(storage.sql.exec("SELECT 1 FROM pending WHERE actor = ?", actor).toArray()).toHaveLength(1);
	}));

describe("events that rules count", () => {
	/** What a rule reads that counts a user's events. */
	const PLAN = new WindowPlan([
		{ rule: "Any", name: "okta.count", argument: "user,600", accepted: [undefined, undefined] },
	]);

	function counting(storage: DurableObjectStorage) {
		const counts: (number | undefined)[] = [];
		const evaluate = (event: OktaEvent) => {
			counts.push(event.windows?.count("user", 600));
			return [];
		};
		return { counts, receiver: new Receiver(openStores(storage, undefined, PLAN), orgSettings(), { evaluate }) };
	}

	test("cost one row more for each key when they come together", () =>
		inStorage((real) => {
			const { storage, written } = counted(real);
			const { counts, receiver } = counting(storage);
			receiver.receive(hook(["a"]));
			written();
			receiver.receive(hook(["b", "c", "d", "e"]));
			expect([counts, written()]).toEqual([[1, 2, 3, 4, 5], 4 + 1 + 1]);
		}));

	test("are not counted when what they came with could not be stored", () =>
		inStorage((storage) => {
			const { counts, receiver } = counting(storage);
			const fail = () => {
				throw new Error("the disk is full");
			};
			expect(() => receiver.sweep(hook(["a", "b"]), fail)).toThrow("the disk is full");
			receiver.receive(hook(["b"]));
			receiver.receive(hook(["a"]));
			expect(counts).toEqual([1, 2, 1, 2]);
		}));
});
