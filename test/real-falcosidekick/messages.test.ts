import { afterEach, beforeEach, describe, expect, inject, test, vi } from "vitest";
import { AMARA, INES, MAYA, PRIYA, STRANGER } from "../../scripts/demo/cast.ts";
import { DAY } from "../../scripts/demo/day.ts";
import { isLockedOut } from "../../scripts/demo/happenings.ts";
import type { Party } from "../../scripts/demo/log-event.ts";
import type { SlackMessage } from "./slack.ts";
import { type SentAlert, slackMessageOf } from "./slack-message.ts";
import { type System, startSystem } from "./system.ts";

/** What people see in Slack, through Falcosidekick itself. */

const LOCKED = "User has been locked out in OKTA";

let system: System;
afterEach(() => system?.close());

/** Waits until Slack has this many messages, of that rule where one is given, and one for each alert that was taken. */
async function arrived(count: number, rule?: string): Promise<readonly SlackMessage[]> {
	const messages = () => system.slack.messages.filter((message) => rule === undefined || ruleOf(message) === rule);
	await vi.waitFor(() => expect(messages()).toHaveLength(count), { timeout: 30_000 });
	await vi.waitFor(() => expect(system.slack.messages).toHaveLength(system.delivered()), { timeout: 30_000 });
	return messages();
}

function ruleOf({ attachments: [alert] }: SlackMessage): string | undefined {
	return alert?.fields.find(({ title }) => title === "rule")?.value;
}

function locked(at: string, actor: Party) {
	return { at, story: "an account is locked", events: [isLockedOut(actor, STRANGER)] };
}

describe.skipIf(inject("falcosidekick") === undefined)("Slack", () => {
	beforeEach(async () => {
		system = await startSystem();
	});

	test("gets every alert of a working day, each once and in full, and nothing else", async () => {
		await system.play(DAY);
		const expected = DAY.flatMap(({ raises = [] }) => raises);
		const messages = await arrived(expected.length);
		expect(messages.map(ruleOf).sort()).toEqual(expected.sort());
		const sent = system.way.requests.map(({ body }): SentAlert => JSON.parse(body));
		expect(new Set(sent.map(({ priority }) => priority)).size).toBeGreaterThan(1);
		for (const alert of sent) expect(messages).toContainEqual(expect.objectContaining(likeness(alert)));
	});

	test("shows who, from where and when", async () => {
		await system.play([locked("11:27", MAYA)]);
		const [message] = await arrived(1, LOCKED);
		const [sent] = system.way.requests.map(({ body }): SentAlert => JSON.parse(body));
		const [day, time = ""] = sent?.time.split(/[TZ]/) ?? [];
		expect(message?.attachments[0]).toMatchObject({
			color: "#5bffb5",
			text: expect.stringMatching(new RegExp(`^${time}: Notice .*Maya Chen`)),
			fields: expect.arrayContaining([
				{ title: "rule", value: LOCKED, short: true },
				{ title: "priority", value: "Notice", short: true },
				{ title: "source", value: "okta", short: true },
				{ title: "hostname", value: "okta.example.com", short: true },
				{ title: "okta.client.ip", value: STRANGER.ipAddress, short: true },
				{ title: "time", value: expect.stringMatching(`^${day} ${time.slice(0, 8)}.* \\+0000 UTC$`), short: false },
			]),
		});
	});

	test("shows hostile names, and obeys none of them", async () => {
		const displayName = "<!channel> @everyone <https://evil.example|your payslip>\r\nBcc: a@evil.example";
		await system.play([locked("12:00", { ...INES, displayName })]);
		const [message] = await arrived(1, LOCKED);
		const texts = textsOf(message);
		expect(texts.filter((text) => /<(?!NA>)|(?<![\w.])@everyone|[\r\n]/.test(text))).toEqual([]);
		expect(
			texts.some((text) => text.includes("‹!channel>") && text.includes("‹https://evil.example|your payslip>")),
		).toBe(true);
	});

	test("does not hear of what happened while Falcosidekick was away until it is back, and then once", async () => {
		await system.play([locked("09:00", MAYA)]);
		await arrived(1, LOCKED);
		await system.stopFalcosidekick();
		await system.play([locked("09:01", INES), locked("09:02", AMARA), { ...locked("09:03", PRIYA), twice: true }]);
		await vi.waitFor(() => expect(system.complaints().join()).toContain("alerts wait"), { timeout: 30_000 });
		expect(system.slack.messages.filter((message) => ruleOf(message) === LOCKED)).toHaveLength(1);
		await system.startFalcosidekick();
		const messages = await arrived(4, LOCKED);
		const users = messages.map(({ attachments: [alert] }) => /\(user=([^,]+)/.exec(alert?.text ?? "")?.[1]);
		expect(users.sort()).toEqual(["Amara Okafor", "Ines Duarte", "Maya Chen", "Priya Nair"]);
	});
});

test.skipIf(inject("falcosidekick") === undefined)("ALERT_TEXT=raw has Slack get what Falco would print", async () => {
	system = await startSystem({ ALERT_TEXT: "raw" });
	await system.play([locked("12:00", { ...INES, displayName: "<b> Ines" })]);
	const [message] = await arrived(1, LOCKED);
	expect(message?.attachments[0]?.text).toContain("<b> Ines");
});

/** The message that an alert becomes, whatever icon and footer it has besides. */
function likeness(alert: SentAlert) {
	const { username, attachments } = slackMessageOf(alert);
	return { username, attachments: attachments.map((attachment) => expect.objectContaining(attachment)) };
}

function textsOf(value: unknown): string[] {
	if (typeof value === "string") return [value];
	return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
