import { beforeEach, expect, test } from "vitest";
import { priorityLevel } from "../../src/falco/priority.ts";
import { ruleSet } from "../../src/org/engine.ts";
import { Outbox } from "../../src/org/outbox.ts";
import { Storms } from "../../src/org/storms.ts";
import { begin, deliver, org, pass, receivedAlerts, ring, START } from "../worker/system.ts";
import { locks, secondsReceived } from "./alerting-events.ts";
import { alarmIn, inStorage } from "./storage.ts";

beforeEach(begin);

const SETTINGS = { alerts: 2, seconds: 60 };
const END = START + 60_000;

function alert(at: number, { rule = "r", actor = "ines", level = 5 } = {}) {
	const output = `09:15:${10 + at}.000000000: Notice "${at}" $& again`;
	const json = `{"hostname":"h","output":${JSON.stringify(output)},"output_fields":{"evt.time":1772442930123000001}}`;
	return { id: `u${at}:${rule}`, level, time: `2026-03-02T09:15:${10 + at}Z`, rule, actor, output, json };
}

function pending(sql: SqlStorage): string[] {
	return new Outbox(sql).due(99, START).map(({ id }) => id);
}

test("so many leave, the others are kept, and one that stands for them says how many there were, and of when", () =>
	inStorage(({ sql }) => {
		const storms = new Storms(sql, new Outbox(sql), SETTINGS);
		for (let at = 0; at < 6; at++) storms.add(alert(at), START + at);
		expect(pending(sql)).toEqual(["u0:r", "u1:r"]);
		expect(sql.exec("SELECT id, state, reason FROM settled").toArray()).toEqual(
			[2, 3, 4, 5].map((at) => ({
				id: `u${at}:r`,
				state: "suppressed",
				reason: "more than 2 of this rule within 60 s",
			})),
		);
		expect(storms.wakeAt()).toBe(END);
		storms.close(END - 1, 9);
		expect(pending(sql)).toHaveLength(2);
		storms.close(END, 9);
		expect(storms.wakeAt()).toBeUndefined();
		const [, , last] = new Outbox(sql).due(9, START);
		expect([last?.id, last?.json]).toEqual([
			"u5:r:storm",
			'{"hostname":"h","output":"09:15:15.000000000: Notice \\"5\\" $& again (one of 4 of this rule, from 2026-03-02T09:15:12Z to 2026-03-02T09:15:15Z)","output_fields":{"evt.time":1772442930123000001}}',
		]);
	}));

test("one alert too many leaves as it is, only later", () =>
	inStorage(({ sql }) => {
		const storms = new Storms(sql, new Outbox(sql), SETTINGS);
		for (let at = 0; at < 3; at++) storms.add(alert(at), START);
		storms.close(END, 9);
		expect(new Outbox(sql).due(9, START)[2]?.json).toBe(alert(2).json);
	}));

test("rules are told apart, actors are not", () =>
	inStorage(({ sql }) => {
		const storms = new Storms(sql, new Outbox(sql), SETTINGS);
		for (let at = 0; at < 2; at++) {
			storms.add(alert(at), START);
			storms.add(alert(at + 2, { rule: "q" }), START);
		}
		storms.add(alert(4, { actor: "sam" }), START);
		expect(pending(sql)).toEqual(["u0:r", "u1:r", "u2:q", "u3:q"]);
	}));

test.each(["Critical", "Alert", "Emergency"] as const)("%s alerts always leave", (priority) =>
	inStorage(({ sql }) => {
		const storms = new Storms(sql, new Outbox(sql), SETTINGS);
		for (let at = 0; at < 6; at++) storms.add(alert(at, { level: priorityLevel(priority) }), START);
		expect(pending(sql)).toHaveLength(6);
		expect(storms.wakeAt()).toBeUndefined();
	}),
);

test("the times told are those of the events, in whatever order they came", () =>
	inStorage(({ sql }) => {
		const storms = new Storms(sql, new Outbox(sql), SETTINGS);
		for (const at of [0, 1, 5, 2, 4]) storms.add(alert(at), START);
		storms.close(END, 9);
		expect(new Outbox(sql).due(9, START).at(-1)?.json).toContain("from 2026-03-02T09:15:12Z to 2026-03-02T09:15:15Z");
	}));

test("after a storm another may begin, and the first is told of all the same", () =>
	inStorage(({ sql }) => {
		const storms = new Storms(sql, new Outbox(sql), SETTINGS);
		for (let at = 0; at < 4; at++) storms.add(alert(at), START);
		storms.add(alert(4), END);
		expect(pending(sql)).toEqual(["u0:r", "u1:r", "u3:r:storm", "u4:r"]);
	}));

test("a quiet rule leaves nothing behind", () =>
	inStorage(({ sql }) => {
		const storms = new Storms(sql, new Outbox(sql), SETTINGS);
		storms.add(alert(0), START);
		storms.close(END, 9);
		expect(pending(sql)).toEqual(["u0:r"]);
		expect(sql.exec("SELECT * FROM storm").toArray()).toEqual([]);
	}));

test("when nothing limits them, all leave, and what was kept is told of", () =>
	inStorage(({ sql }) => {
		const limited = new Storms(sql, new Outbox(sql), SETTINGS);
		for (let at = 0; at < 4; at++) limited.add(alert(at), START);
		const free = new Storms(sql, new Outbox(sql), undefined);
		for (let at = 4; at < 9; at++) free.add(alert(at), START);
		free.close(END, 9);
		expect(pending(sql)).toEqual(["u0:r", "u1:r", "u3:r:storm", "u4:r", "u5:r", "u6:r", "u7:r", "u8:r"]);
	}));

test("a storm of alerts is cut short, and one that stands for the rest comes when it is over", async () => {
	Object.assign(ruleSet(), { storm: { alerts: 2, seconds: 300 } });
	try {
		await deliver(locks(5));
		await ring();
		expect(await secondsReceived()).toEqual([0, 1]);
		const wait = await alarmIn();
		expect(wait).toBe(300_000);
		pass(300_000);
		await ring();
		expect((await receivedAlerts())[2]).toMatchObject({
			output: expect.stringMatching(/ \(one of 3 of this rule, from \S+ to \S+\)$/),
		});
		const { alerts } = await org().alerts({ states: ["suppressed"] }, 9);
		expect(alerts.map(({ id }) => id.split(":")[0])).toEqual(["lock-4", "lock-3", "lock-2"]);
	} finally {
		Reflect.deleteProperty(ruleSet(), "storm");
	}
});
