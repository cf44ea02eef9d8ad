import { expect, test } from "vitest";
import { feedAlert } from "../../src/org/feed-alert.ts";

const SINCE = Date.UTC(2040, 0, 2, 10);
const NOW = SINCE + 26 * 3_600_000;

const SILENCE = { feed: "Event Hooks", since: SINCE, reason: 'no "delivery"' } as const;

const SETTINGS = {
	timeFormatIso8601: false,
	includeMessage: false,
	includeOutput: true,
	includeOutputFields: true,
	includeTags: true,
};

test("a silence is told as Falco tells an alert", () => {
	const { json, ...alert } = feedAlert("silent", SILENCE, SETTINGS, { hostname: "acme.okta.com", now: NOW });
	const output =
		"12:00:00.000000000: Warning Okta events do not come any more. Next: look at the hook in Okta, and at /admin/status " +
		'(feed=Event Hooks, since=2040-01-02T10:00:00.000Z, silent for=26 h, reason=no "delivery")';
	expect(alert).toEqual({
		id: `event-hooks-${SINCE}:Okta event feed silent`,
		level: 4,
		time: "2040-01-03T12:00:00.000000000Z",
		rule: "Okta event feed silent",
		actor: "",
		output,
	});
	const fields =
		'"evt.time":2209204800000000000,"feed.name":"Event Hooks","feed.reason":"no \\"delivery\\"",' +
		'"feed.silent_for":"26 h","feed.silent_since":"2040-01-02T10:00:00.000Z"';
	expect(json).toBe(
		`{"hostname":"acme.okta.com","output":${JSON.stringify(output)},"output_fields":{${fields}},"priority":"Warning",` +
			'"rule":"Okta event feed silent","source":"okta","tags":["okta","okta_event_feed"],' +
			'"time":"2040-01-03T12:00:00.000000000Z"}',
	);
});

test("its end is told too, under an id of its own", () => {
	const { json, ...alert } = feedAlert("resumed", SILENCE, SETTINGS, { hostname: "acme.okta.com", now: NOW });
	expect(alert).toMatchObject({ id: `event-hooks-${SINCE}:Okta event feed resumed`, level: 5 });
	expect(JSON.parse(json)).toMatchObject({
		rule: "Okta event feed resumed",
		priority: "Notice",
		output: expect.stringContaining("(feed=Event Hooks, silent since=2040-01-02T10:00:00.000Z, silent for=26 h)"),
		output_fields: { "feed.name": "Event Hooks", "feed.silent_for": "26 h" },
	});
});

test("the settings of falco.yaml hold for it", () => {
	const { json } = feedAlert(
		"silent",
		SILENCE,
		{ ...SETTINGS, includeTags: false, timeFormatIso8601: true },
		{
			hostname: "h",
			now: NOW,
		},
	);
	expect(JSON.parse(json)).not.toHaveProperty("tags");
	expect(JSON.parse(json).output).toMatch(/^2040-01-03T12:00:00.000000000\+0000: Warning /);
});
