import { expect, test } from "vitest";
import { withoutDeepEvents } from "../../src/okta/deep-events.ts";
import { logEvent } from "../fixtures/log-event.ts";

const nesting = (levels: number) =>
	logEvent({ uuid: `${levels}`, actor: JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`) });

test("events that nest too deep are rejected whole, the others stay in their order", () => {
	const events = [nesting(1), nesting(100_000), nesting(150), nesting(300)];
	const rejected = [{ reason: "data.events[4].uuid: must not be empty", text: "{}" }];
	const sorted = withoutDeepEvents({ source: "https://acme.okta.com", events, rejected });
	expect(sorted.source).toBe("https://acme.okta.com");
	expect(sorted.events).toEqual([events[0], events[2]]);
	expect(sorted.rejected.map(({ reason }) => reason)).toEqual([
		"data.events[4].uuid: must not be empty",
		"the event nests deeper than 200 levels",
		"the event nests deeper than 200 levels",
	]);
	expect(sorted.rejected[1]?.text).toContain("[".repeat(100_000));
});

test("a delivery without such events is left as it is", () => {
	const delivery = { events: [nesting(1), nesting(150)], rejected: [] };
	expect(withoutDeepEvents(delivery)).toBe(delivery);
});
