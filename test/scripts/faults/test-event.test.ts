import { describe, expect, test } from "vitest";
import { makeTraffic } from "../../../scripts/faults/chaos/events.ts";
import { Random } from "../../../scripts/faults/random.ts";
import { loadRules, withBrokenRule } from "../../../scripts/faults/rules.ts";
import { alertKey, keysOf, locked, makeUser, passwordReset } from "../../../scripts/faults/test-event.ts";
import { createEngine } from "../../../src/falco/engine.ts";
import type { RuleSet } from "../../../src/falco/rule-set.ts";
import { acceptLogEvents } from "../../../src/okta/accept-log-events.ts";
import { oktaEvent } from "../../../src/okta/event.ts";
import { OKTA_FIELDS } from "../../../src/okta/fields.ts";
import type { LogEvent } from "../../../src/okta/log-event.ts";
import { mfaMemory } from "../../../src/okta/mfa-memory.ts";

const NOW = Date.parse("2026-03-02T12:00:00Z");

function evaluator(ruleSet: RuleSet): (log: LogEvent) => string[] {
	const engine = createEngine(ruleSet, OKTA_FIELDS, { indexField: "okta.evt.type" });
	const history = mfaMemory();
	return (log) => {
		const event = oktaEvent(log, { number: 1n, org: "acme", hostname: "acme.okta.com", history });
		return engine.evaluate(event).map(({ rule, json }) => {
			return alertKey(JSON.parse(json).output_fields["okta.uuid"], rule);
		});
	};
}

describe("the traffic of the check chaos", () => {
	const { events } = makeTraffic(1_000, NOW, new Random(3, "events"));
	const { events: accepted, rejected } = acceptLogEvents(
		events.map(({ event }) => event),
		"data.events",
	);

	test("makes the alerts that it is said to make, each told from all others", () => {
		const evaluate = evaluator(loadRules());
		const made = accepted.flatMap(evaluate);
		expect(made.toSorted()).toEqual(events.flatMap(keysOf).toSorted());
		expect(new Set(made).size).toBe(made.length);
		expect(made.length).toBeGreaterThan(250);
	});

	test("has events that are rejected, which tell by their text which they are", () => {
		const damaged = events.filter(({ fate }) => fate === "damaged").map(({ id }) => `damaged ${id}`);
		expect(rejected.map(({ text }) => JSON.parse(text).displayMessage).toSorted()).toEqual(damaged.toSorted());
		expect(damaged).toHaveLength(10);
	});

	test("is the same for the same seed", () => {
		expect(makeTraffic(1_000, NOW, new Random(3, "events")).events).toEqual(events);
	});
});

describe("a broken rule", () => {
	const broken = evaluator(withBrokenRule(loadRules(), "Account locked", ["user.account.lock"]));

	test("cannot be evaluated on the events that it is meant for", () => {
		expect(() => broken(locked(makeUser("a"), "", NOW).event)).toThrow("okta.nonexistent");
	});

	test("leaves all others alone", () => {
		const event = passwordReset(makeUser("a"), "", NOW);
		expect(broken(event.event)).toEqual(keysOf(event));
	});
});

test("events that differ in what happened differ in their uuid, whatever else they share", () => {
	const [one, other] = [locked(makeUser("a"), "seed", NOW), passwordReset(makeUser("a"), "seed", NOW)];
	expect(one.id).not.toBe(other.id);
});
