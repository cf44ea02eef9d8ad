import { expect, test } from "vitest";
import { AMARA, JIRA, OFFICE, SLACK } from "../../../scripts/demo/cast.ts";
import { DAY, type Step } from "../../../scripts/demo/day.ts";
import { opens } from "../../../scripts/demo/happenings.ts";
import type { Delivery, OktaOrg } from "../../../scripts/demo/okta-org.ts";
import { type PlayedStep, play } from "../../../scripts/demo/play.ts";

const DATE = new Date("2026-01-15T23:59:59.999Z");

interface Sent {
	readonly uuid: string | null;
	readonly published: string | null;
}

/** Plays the steps to an org that takes everything and keeps it. */
async function playTo(steps: readonly Step[], date = DATE) {
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
	for await (const step of play(steps, org, date)) played.push(step);
	return { played, deliveries, repeats };
}

const STEP: Step = {
	at: "10:02",
	story: "Amara opens two apps",
	events: [opens(AMARA, OFFICE, SLACK), opens(AMARA, OFFICE, JIRA)],
};
const EARLIER: Step = { ...STEP, at: "09:30" };

test("a step's events happen one after the other, on the given day at its time", async () => {
	const { deliveries, played } = await playTo([STEP]);
	const [first, second] = deliveries[0]?.events ?? [];
	expect([first?.published, second?.published]).toEqual(["2026-01-15T10:02:00.000Z", "2026-01-15T10:02:01.300Z"]);
	expect(played[0]?.events).toEqual([
		{ uuid: first?.uuid, time: Date.parse("2026-01-15T10:02:00.000Z") },
		{ uuid: second?.uuid, time: Date.parse("2026-01-15T10:02:01.300Z") },
	]);
});

test("the same day is played the same way again, another day with other ids", async () => {
	const [once, again, later] = [
		await playTo([STEP]),
		await playTo([STEP]),
		await playTo([STEP], new Date("2026-01-16")),
	];
	expect(again.deliveries).toEqual(once.deliveries);
	expect(later.played[0]?.events[0]?.uuid).not.toBe(once.played[0]?.events[0]?.uuid);
});

test("Okta builds a delivery some seconds after its last event, and after those that went before", async () => {
	const { deliveries } = await playTo([STEP, EARLIER]);
	expect(deliveries.map(({ builtAt }) => builtAt)).toEqual(["2026-01-15T10:02:06.300Z", "2026-01-15T10:02:08.033Z"]);
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
	expect(whole?.published).toBe("2026-01-15T10:02:01.300Z");
});

test("no two events of the day happen at the same moment, so that an alert can be traced to its event", async () => {
	const { played } = await playTo(DAY);
	const times = played.flatMap(({ events }) => events.map(({ time }) => time));
	expect(new Set(times).size).toBe(times.length);
});
