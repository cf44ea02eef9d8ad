import { describe, expect, test } from "vitest";
import { AMARA, JIRA, OFFICE, SLACK } from "../../../scripts/demo/cast.ts";
import { DAY, type Step } from "../../../scripts/demo/day.ts";
import { opens } from "../../../scripts/demo/happenings.ts";
import type { Delivery, OktaOrg } from "../../../scripts/demo/okta-org.ts";
import { type PlayedStep, play } from "../../../scripts/demo/play.ts";

const NOW = Date.parse("2026-01-15T12:00:00Z");

interface Sent {
	readonly uuid: string | null;
	readonly published: string | null;
}

/** Plays the steps to an org that takes everything and keeps it; by a clock that goes on so many milliseconds a step. */
async function playTo(steps: readonly Step[], pace = 0, begin = NOW) {
	let now = begin - pace;
	const clock = () => {
		now += pace;
		return now;
	};
	const deliveries: { events: readonly Sent[]; builtAt: string }[] = [];
	const repeats: Delivery[] = [];
	const org: OktaOrg = {
		verifyHook: async () => {},
		deliver: async (events, builtAt) => {
			deliveries.push({ events: events as Sent[], builtAt: builtAt.toISOString() });
			return { envelope: {} as Delivery["envelope"], delivered: true, answer: "204" };
		},
		redeliver: async (delivery) => {
			repeats.push(delivery);
			return delivery;
		},
	};
	const played: PlayedStep[] = [];
	for await (const step of play(steps, org, clock)) played.push(step);
	return { played, deliveries, repeats };
}

const STEP: Step = {
	at: "10:02",
	story: "Amara opens two apps",
	events: [opens(AMARA, OFFICE, SLACK), opens(AMARA, OFFICE, JIRA)],
};
const EARLIER: Step = { ...STEP, at: "09:30" };

/** How long before `NOW` the events of each delivery happened, in milliseconds. */
const ages = (deliveries: readonly { events: readonly Sent[] }[]) =>
	deliveries.map(({ events }) => events.map(({ published }) => NOW - Date.parse(published ?? "")));

test("a step's events happen one after the other, some seconds before they are delivered", async () => {
	const { deliveries, played } = await playTo([STEP]);
	expect(ages(deliveries)).toEqual([[5_000, 4_870]]);
	expect(deliveries[0]?.builtAt).toBe("2026-01-15T12:00:00.000Z");
	const uuids = deliveries[0]?.events.map(({ uuid }) => uuid);
	expect(played[0]?.events).toEqual([
		{ uuid: uuids?.[0], time: NOW - 5_000 },
		{ uuid: uuids?.[1], time: NOW - 4_870 },
	]);
});

test("by the same clock the day is played the same way again, by another with other ids", async () => {
	const [once, again, later] = [await playTo([STEP]), await playTo([STEP]), await playTo([STEP], 0, NOW + 1)];
	expect(again.deliveries).toEqual(once.deliveries);
	expect(later.played[0]?.events[0]?.uuid).not.toBe(once.played[0]?.events[0]?.uuid);
});

test("steps happen in the order in which they are told, however fast they are told", async () => {
	const { deliveries } = await playTo([STEP, STEP, STEP]);
	expect(ages(deliveries)).toEqual([
		[5_000, 4_870],
		[4_869, 4_739],
		[4_738, 4_608],
	]);
});

test("what is late in the story is as late to the Worker", async () => {
	const { deliveries } = await playTo([STEP, EARLIER]);
	expect(ages(deliveries)[1]?.map((age) => Math.floor(age / 60_000))).toEqual([32, 32]);
});

test("what is to be sent twice is sent once more, after the first time", async () => {
	const { played, repeats } = await playTo([STEP, { ...STEP, twice: true }]);
	expect(repeats).toHaveLength(1);
	expect(played.map(({ deliveries }) => deliveries.length)).toEqual([1, 2]);
});

test("a damaged event lacks its uuid and its time; those beside it are whole", async () => {
	const { deliveries } = await playTo([{ ...STEP, damaged: 0 }]);
	const [damaged, whole] = deliveries[0]?.events ?? [];
	expect(damaged).toMatchObject({ uuid: null, published: null, eventType: "user.authentication.sso" });
	expect(whole?.published).toBe("2026-01-15T11:59:55.130Z");
});

describe.each([0, 40, 1_765])("a day at %i ms a step", (pace) => {
	test("has no two events at the same moment, so that an alert can be traced to its event", async () => {
		const { played } = await playTo(DAY, pace);
		const times = played.flatMap(({ events }) => events.map(({ time }) => time));
		expect(new Set(times).size).toBe(times.length);
	});

	test("has no event that is still to come when it is delivered", async () => {
		const { played } = await playTo(DAY, pace);
		for (const [index, { events }] of played.entries()) {
			expect(Math.max(...events.map(({ time }) => time))).toBeLessThan(NOW + index * pace);
		}
	});
});
