import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kindOf } from "../../../src/okta/event-kind.ts";
import type { JsonObject } from "../../../src/okta/log-event.ts";
import { publishedTime } from "../../../src/okta/published.ts";
import { seriesMemory } from "../../../src/okta/windows/memory.ts";
import { SCOPE, WindowPlan } from "../../../src/okta/windows/plan.ts";
import { seriesName, trailGroup } from "../../../src/okta/windows/series-name.ts";
import { Windows } from "../../../src/okta/windows/windows.ts";
import { logEvent } from "../../fixtures/log-event.ts";

/** A plan for rules that read these fields of events of any type and result. */
function plan(...fields: [name: string, argument: string][]): WindowPlan {
	const accepted = SCOPE.map(() => undefined);
	return new WindowPlan(fields.map(([name, argument]) => ({ name, argument, rule: "any", accepted })));
}

let serial = 0;

/** A failed sign-in so many seconds after midnight, by a user from an address. */
function failure(second: number, user = "00u1", ip = "203.0.113.7", overrides: JsonObject = {}): JsonObject {
	return logEvent({
		uuid: `event-${serial++}`,
		published: new Date(Date.UTC(2026, 2, 2) + second * 1_000).toISOString(),
		actor: { id: user },
		client: { ipAddress: ip },
		outcome: { result: "FAILURE" },
		...overrides,
	});
}

function placed(log: JsonObject) {
	return { log, kind: kindOf(log), time: publishedTime(String(log.published)), org: "acme" };
}

function enter(windows: Windows, log: JsonObject) {
	return windows.enter(placed(log));
}

function look(windows: Windows, log: JsonObject) {
	return windows.look(placed(log));
}

describe("count", () => {
	const counts = (seconds: number, events: readonly JsonObject[]) => {
		const windows = new Windows(plan(["okta.count", `ip,${seconds}`]), seriesMemory());
		return events.map((event) => enter(windows, event).count("ip", seconds));
	};

	test("counts the event itself and those less than so many seconds before it", () => {
		expect(counts(300, [failure(0), failure(299.999), failure(300), failure(300.001)])).toEqual([1, 2, 2, 3]);
	});

	test("takes types, results and keys apart", () => {
		const success = { outcome: { result: "SUCCESS" } };
		const events = [
			failure(0),
			failure(1, "00u1", "203.0.113.7", success),
			failure(2, "00u1", "203.0.113.8"),
			failure(3, "00u1", "203.0.113.7", { eventType: "user.account.lock" }),
			failure(4),
		];
		expect(counts(300, events)).toEqual([1, 1, 1, 1, 2]);
	});

	test("has no value on an event without the key", () => {
		expect(counts(300, [failure(0, "00u1", ""), logEvent({ client: null })])).toEqual([undefined, undefined]);
	});

	test("counts an event that comes again once, and two of one moment twice", () => {
		const [one, other] = [failure(0), failure(0)];
		expect(counts(300, [one, other, one, other])).toEqual([1, 2, 2, 2]);
	});

	test("of an event that comes late is that of the fullest window which it lies in", () => {
		expect(counts(100, [failure(0), failure(150), failure(250), failure(90), failure(160)])).toEqual([1, 1, 1, 2, 3]);
	});

	test("is no larger than any window ever was", () => {
		expect(counts(100, [failure(500), failure(600), failure(0)])).toEqual([1, 1, 1]);
	});
});

describe("variety", () => {
	const varieties = (seconds: number, events: readonly JsonObject[]) => {
		const windows = new Windows(plan(["okta.distinct", `ip,actor,${seconds}`]), seriesMemory());
		return events.map((event) => enter(windows, event).variety("ip", "actor", seconds));
	};

	test("counts what is different, and tells what the event adds", () => {
		expect(
			varieties(
				60,
				["a", "b", "a", "c"].map((user, at) => failure(at, user)),
			),
		).toEqual([
			{ before: 0, after: 1 },
			{ before: 1, after: 2 },
			{ before: 2, after: 2 },
			{ before: 2, after: 3 },
		]);
	});

	test("forgets what is too long ago", () => {
		const events = [failure(0, "a"), failure(30, "b"), failure(60, "a"), failure(95, "c")];
		expect(varieties(60, events).map((variety) => variety?.after)).toEqual([1, 2, 2, 2]);
	});

	test("does not count an event that has nothing to count", () => {
		const nobody = failure(1, "", "203.0.113.7", { actor: null });
		expect(varieties(60, [failure(0, "a"), nobody, failure(2, "b")]).map((variety) => variety?.after)).toEqual([
			1, 1, 2,
		]);
	});

	test("takes apart by name those whom Okta does not know", () => {
		const unknown = (second: number, alternateId: string) =>
			failure(second, "unknown", "203.0.113.7", { actor: { id: "unknown", alternateId } });
		expect(varieties(60, [unknown(0, "a@x"), unknown(1, "b@x"), unknown(2, "a@x")]).map((v) => v?.after)).toEqual([
			1, 2, 2,
		]);
	});
});

describe("recent", () => {
	const FIELD = ["okta.recent", "signin_failure,user,600"] as const;
	const success = (second: number, user = "00u1") =>
		failure(second, user, "192.0.2.1", { outcome: { result: "SUCCESS" } });

	test("counts what the same user did before, and nothing after", () => {
		const windows = new Windows(plan([...FIELD]), seriesMemory());
		const ask = (event: JsonObject) => enter(windows, event).recent(trailGroup("signin_failure", "user"), "user", 600);
		expect(ask(success(0))).toBe(0);
		expect(ask(failure(100))).toBe(0);
		expect(ask(failure(200, "00u2"))).toBe(0);
		expect(ask(failure(300))).toBe(1);
		expect(ask(success(400))).toBe(2);
		expect(ask(success(700))).toBe(1);
		expect(ask(success(250))).toBe(1);
		expect(ask(success(900))).toBe(0);
	});

	test("can ask for what was done to somebody by what they do now", () => {
		const grant = (second: number, by: string, to: string) =>
			failure(second, by, "192.0.2.1", {
				eventType: "user.account.privilege.grant",
				outcome: { result: "SUCCESS" },
				target: [{ type: "User", id: to }],
			});
		const windows = new Windows(plan(["okta.recent", "privilege_grant,target=actor,3600"]), seriesMemory());
		const ask = (event: JsonObject) =>
			enter(windows, event).recent(trailGroup("privilege_grant", "target"), "actor", 3600);
		expect([grant(0, "a", "b"), grant(1, "a", "c"), grant(2, "b", "d"), grant(3, "x", "b")].map(ask)).toEqual([
			0, 0, 1, 0,
		]);
	});

	test("of an event that was entered can be asked again, when more is known", () => {
		const windows = new Windows(plan([...FIELD]), seriesMemory());
		const signIn = success(400);
		enter(windows, signIn);
		enter(windows, failure(100));
		expect(look(windows, signIn).recent(trailGroup("signin_failure", "user"), "user", 600)).toBe(1);
	});
});

describe("a plan keeps", () => {
	const names = (windowPlan: WindowPlan, ...events: JsonObject[]) => {
		const kept = new Map<string, unknown>();
		const put = (group: string, key: string, series: unknown) => void kept.set(seriesName(group, key), series);
		const store = { get: () => undefined, put };
		for (const event of events) enter(new Windows(windowPlan, store), event);
		return [...kept.keys()];
	};

	test("nothing when no rule looks back", () => {
		expect(names(new WindowPlan([]), failure(0), logEvent())).toEqual([]);
	});

	test("one series of each key, whatever is counted in it", () => {
		const windowPlan = plan(
			["okta.distinct", "ip,actor,60"],
			["okta.distinct", "ip,agent,300"],
			["okta.count", "ip,5"],
		);
		expect(names(windowPlan, failure(0))).toEqual(['["like","user.session.start","FAILURE","ip","203.0.113.7"]']);
	});

	test("only events that some rule looks at", () => {
		const use = {
			name: "okta.count",
			argument: "ip,300",
			rule: "any",
			accepted: [["user.session.start"], ["FAILURE"]],
		};
		const others = [failure(0, "a", "192.0.2.1", { eventType: "user.account.lock" }), logEvent()];
		expect(names(new WindowPlan([use]), ...others)).toEqual([]);
		expect(names(new WindowPlan([use]), failure(0))).toHaveLength(1);
	});

	test("long keys by what stands for them", () => {
		const [name] = names(
			plan(["okta.count", "agent,300"]),
			logEvent({ client: { userAgent: { rawUserAgent: "x".repeat(5_000) } } }),
		);
		expect(name?.length).toBeLessThan(100);
	});
});

describe("limits", () => {
	test("a series keeps so many events, the latest", () => {
		const store = seriesMemory();
		const windows = new Windows(plan(["okta.count", "ip,3600"]), store, { members: 3, lateSeconds: 0 });
		const counts = [4, 3, 2, 1, 0, 5].map((second) => enter(windows, failure(second)).count("ip", 3600));
		expect(counts).toEqual([1, 2, 3, 4, 4, 4]);
		expect(enter(windows, failure(6)).count("ip", 3600)).toBe(4);
	});

	test("what a series drops for an event still counts for it", () => {
		const windows = new Windows(plan(["okta.distinct", "ip,actor,3600"]), seriesMemory(), {
			members: 1,
			lateSeconds: 0,
		});
		const varieties = [
			[5, "a"],
			[6, "b"],
			[4, "c"],
			[7, "b"],
		].map(([second, user]) => {
			return enter(windows, failure(Number(second), String(user))).variety("ip", "actor", 3600);
		});
		expect(varieties).toEqual([
			{ before: 0, after: 1 },
			{ before: 1, after: 2 },
			{ before: 1, after: 2 },
			{ before: 1, after: 1 },
		]);
	});

	test("a series keeps events for as long as rules look back, and as others may be late", () => {
		const kept = (lateSeconds: number) => {
			const windows = new Windows(plan(["okta.count", "ip,60"]), seriesMemory(), { members: 9, lateSeconds });
			for (const second of [0, 100]) enter(windows, failure(second));
			return enter(windows, failure(30)).count("ip", 60);
		};
		expect(kept(0)).toBe(1);
		expect(kept(60)).toBe(2);
	});

	test("an event that is dated far ahead takes no count from those of today", () => {
		const DAYS = 86_400;
		const windows = new Windows(plan(["okta.distinct", "org,actor,60"]), seriesMemory());
		const found = [0, 30 * DAYS, 1, 2, 3].map((second) => {
			return enter(windows, failure(second, `user-${second}`)).variety("org", "actor", 60)?.after;
		});
		expect(found).toEqual([1, 1, 1, 2, 3]);
	});

	test("a memory keeps so many series, those used last", () => {
		const windows = new Windows(plan(["okta.count", "ip,3600"]), seriesMemory(2));
		const count = (second: number, ip: string) => enter(windows, failure(second, "00u1", ip)).count("ip", 3600);
		expect([count(0, "a"), count(1, "b"), count(2, "a"), count(3, "c"), count(4, "a"), count(5, "b")]).toEqual([
			1, 1, 2, 1, 3, 1,
		]);
	});
});

describe("in whatever order events come, and however often", () => {
	const attempt = fc.record({
		second: fc.integer({ min: 0, max: 40 }),
		user: fc.constantFrom("a", "b", "c", "d", ""),
		ip: fc.constantFrom("192.0.2.1", "192.0.2.2"),
	});
	const history = fc.array(attempt, { minLength: 1, maxLength: 14 }).chain((attempts) => {
		const events = attempts.map(({ second, user, ip }) => {
			return failure(second, user, ip, { actor: { id: user, alternateId: null } });
		});
		const again = fc.array(fc.nat({ max: events.length - 1 }), { maxLength: 6 });
		const arrivals = again.chain((repeats) =>
			fc.shuffledSubarray([...events.keys(), ...repeats], { minLength: events.length + repeats.length }),
		);
		return arrivals.map((order) => ({ events, order }));
	});
	const LENGTH = 10;
	const fields = plan(
		["okta.distinct", `ip,actor,${LENGTH}`],
		["okta.recent", `signin_failure,user,${LENGTH}`],
		["okta.recent", `signin_failure,ip,${LENGTH}`],
	);
	const secondOf = (event: JsonObject) => (Date.parse(String(event.published)) - Date.UTC(2026, 2, 2)) / 1_000;
	const ipOf = (event: JsonObject) => (event.client as JsonObject).ipAddress;
	const userOf = (event: JsonObject) => (event.actor as JsonObject).id;

	/** Events of one address that a window ending then holds. */
	const windowUntil = (events: readonly JsonObject[], ip: unknown, end: number) =>
		events.filter((event) => ipOf(event) === ip && secondOf(event) <= end && secondOf(event) > end - LENGTH);
	const varietyOf = (events: readonly JsonObject[]) => new Set(events.map(userOf).filter((user) => user !== "")).size;

	test("what is remembered in the end is what a naive count over all of them gives", () => {
		return fc.assert(
			fc.property(history, ({ events, order }) => {
				const windows = new Windows(fields, seriesMemory());
				for (const at of order) enter(windows, events[at]!);
				for (const event of events) {
					const looked = look(windows, event);
					const window = windowUntil(events, ipOf(event), secondOf(event));
					expect(looked.count("ip", LENGTH)).toBe(window.length);
					expect(looked.variety("ip", "actor", LENGTH)?.after).toBe(varietyOf(window));
					expect(looked.recent(trailGroup("signin_failure", "ip"), "ip", LENGTH)).toBe(window.length - 1);
				}
			}),
			{ numRuns: 300 },
		);
	});

	test("an event's number is that of the fullest window which it completes, and no larger", () => {
		return fc.assert(
			fc.property(history, ({ events, order }) => {
				const windows = new Windows(fields, seriesMemory());
				const come: JsonObject[] = [];
				for (const at of order) {
					const event = events[at]!;
					if (!come.includes(event)) come.push(event);
					const around = come.filter((other) => {
						const later = secondOf(other) - secondOf(event);
						return ipOf(other) === ipOf(event) && later >= 0 && later < LENGTH;
					});
					const held = around.map((last) => windowUntil(come, ipOf(event), secondOf(last)));
					const found = enter(windows, event);
					expect(found.count("ip", LENGTH)).toBe(Math.max(...held.map((window) => window.length)));
					expect(found.variety("ip", "actor", LENGTH)).toEqual({
						before: Math.max(...held.map((window) => varietyOf(window.filter((other) => other !== event)))),
						after: Math.max(...held.map(varietyOf)),
					});
				}
			}),
			{ numRuns: 300 },
		);
	});

	test("a threshold is reached in one order if it is reached in every other", () => {
		const crossings = (events: readonly JsonObject[], threshold: number) => {
			const windows = new Windows(fields, seriesMemory());
			return events.filter((event) => {
				const { before = 0, after = 0 } = enter(windows, event).variety("ip", "actor", LENGTH) ?? {};
				return after === threshold && after > before;
			}).length;
		};
		return fc.assert(
			fc.property(history, fc.integer({ min: 1, max: 4 }), ({ events, order }, threshold) => {
				const inOrder = [...events].sort((one, other) => secondOf(one) - secondOf(other));
				const come = order.map((at) => events[at]!).filter((event, at, all) => all.indexOf(event) === at);
				expect(crossings(come, threshold) > 0).toBe(crossings(inOrder, threshold) > 0);
			}),
			{ numRuns: 500 },
		);
	});
});
