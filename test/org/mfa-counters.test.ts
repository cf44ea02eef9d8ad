import * as fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import type { MfaHistory } from "../../src/okta/mfa-counters.ts";
import { mfaMemory } from "../../src/okta/mfa-memory.ts";
import { MfaCounters } from "../../src/org/mfa-counters.ts";
import { begin, pass } from "../worker/system.ts";
import { inStorage } from "./storage.ts";

const LIMITS = { timestampsPerActor: 5, expirySeconds: 60 };

beforeEach(begin);

type Step =
	| { readonly do: "record"; readonly kind: "failure" | "deny"; readonly actor: string; readonly time: bigint }
	| { readonly do: "pass"; readonly seconds: number };

const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.record({
			do: fc.constant("record" as const),
			kind: fc.constantFrom("failure" as const, "deny" as const),
			actor: fc.constantFrom("", "00u1", "00u2:failure"),
			time: fc.oneof(fc.bigInt(0n, 9n), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)),
		}),
	},
	{ weight: 1, arbitrary: fc.record({ do: fc.constant("pass" as const), seconds: fc.integer({ min: 1, max: 90 }) }) },
);

test("storage counts as memory does, and goes on counting after a restart", () =>
	inStorage(({ sql }) => {
		return fc.assert(
			fc.property(fc.array(step, { maxLength: 30 }), fc.bigInt(-(2n ** 65n), 2n ** 65n), (steps, after) => {
				sql.exec("DELETE FROM mfa");
				const memory = mfaMemory(LIMITS);
				let stored: MfaHistory = new MfaCounters(sql, LIMITS);
				for (const step of steps) {
					if (step.do === "pass") {
						pass(step.seconds * 1_000);
						continue;
					}
					for (const history of [memory, stored]) history.record(step.kind, step.actor, step.time);
					stored = new MfaCounters(sql, LIMITS);
					for (const since of [after, 3n, step.time - 1n]) {
						expect(stored.count(step.kind, step.actor, since)).toBe(memory.count(step.kind, step.actor, since));
					}
				}
			}),
			{ numRuns: 60 },
		);
	}));

test("an attempt costs one row written", () =>
	inStorage(({ sql }) => {
		const counters = new MfaCounters(sql);
		counters.record("failure", "00u1", 1n);
		const { rowsWritten } = sql.exec("INSERT OR REPLACE INTO mfa SELECT * FROM mfa");
		expect(rowsWritten).toBe(1);
		counters.record("failure", "00u1", 2n);
		expect(sql.exec("SELECT 1 FROM mfa").toArray()).toHaveLength(1);
		expect(counters.count("failure", "00u1", 0n)).toBe(2n);
	}));

test("actors that are quiet for long are forgotten, some at a time", () =>
	inStorage(({ sql }) => {
		const counters = new MfaCounters(sql, LIMITS);
		for (let actor = 0; actor < 5; actor++) counters.record("deny", `00u${actor}`, 1n);
		pass(61_000);
		counters.record("deny", "00u9", 1n);
		expect(counters.prune(Date.now(), 3)).toBe(true);
		expect(counters.prune(Date.now(), 3)).toBe(false);
		expect(sql.exec("SELECT actor FROM mfa").toArray()).toEqual([{ actor: "00u9" }]);
	}));
