import { expect, test } from "vitest";
import { kindOf } from "../../../src/okta/event-kind.ts";
import type { JsonObject } from "../../../src/okta/log-event.ts";
import { Draft } from "../../../src/okta/windows/draft.ts";
import { fingerprint } from "../../../src/okta/windows/fingerprint.ts";
import { NOTHING } from "../../../src/okta/windows/series.ts";
import { LOG_EVENTS } from "../../fixtures/log-events.ts";

const placed = (log: JsonObject, time: bigint) => ({ log, kind: kindOf(log), time, org: "acme" });
const { signIn, mfaFailure } = LOG_EVENTS;

test("is an event with what it has in the fields, one event after another", () => {
	const draft = new Draft();
	const words = (event: ReturnType<typeof placed>, fields: Parameters<Draft["of"]>[1]) =>
		[...draft.of(event, fields)].slice(0, 2 + fields.length);
	const first = placed({ ...signIn, uuid: "one", client: { ipAddress: "192.0.2.1" } }, -5n);
	const second = placed({ ...mfaFailure, uuid: "two", client: { ipAddress: "192.0.2.2" } }, 7n);
	expect(words(first, ["ip", "os"])).toEqual([-5n, fingerprint("one"), fingerprint("192.0.2.1"), NOTHING]);
	expect(words(first, ["org"])).toEqual([-5n, fingerprint("one"), fingerprint("acme")]);
	expect(words(second, ["os", "ip"])).toEqual([7n, fingerprint("two"), NOTHING, fingerprint("192.0.2.2")]);
	expect(words(first, [])).toEqual([-5n, fingerprint("one")]);
});
