import { expect, test } from "vitest";
import { Events } from "../../../scripts/bench/events.ts";
import { parseEventHook } from "../../../src/okta/event-hook.ts";

const accepted = (delivery: string) => {
	const parsed = parseEventHook(delivery);
	return parsed.ok ? parsed.hook : undefined;
};

test("deliveries are such as the Worker takes, of events of 2 to 4 kB that are all different", () => {
	const deliveries = new Events(1).deliveries(100, 3);
	const hooks = deliveries.map(accepted);
	const events = hooks.flatMap((hook) => hook?.events ?? []);
	expect(hooks.flatMap((hook) => hook?.rejected)).toEqual([]);
	expect(new Set(events.map(({ uuid }) => uuid)).size).toBe(300);
	expect(new Set(events.map(({ published }) => published)).size).toBe(300);
	for (const event of events) {
		const { length } = JSON.stringify(event);
		expect(length).toBeGreaterThan(2_000);
		expect(length).toBeLessThan(4_096);
	}
});

test("the same seed gives the same events, another one others", () => {
	expect(new Events(1).deliveries(20)).toEqual(new Events(1).deliveries(20));
	expect(new Events(2).delivery(1)).not.toBe(new Events(1).delivery(1));
});

test("as many of them are loud as was asked for", () => {
	const types = (loud: number) =>
		new Set(new Events(1, loud).deliveries(50).map((one) => accepted(one)?.events[0]?.eventType));
	expect(types(0)).not.toContain("user.account.lock");
	expect(types(1)).toEqual(
		new Set([
			"user.account.lock",
			"user.mfa.factor.deactivate",
			"system.org.rate_limit.violation",
			"user.account.reset_password",
		]),
	);
});
