import * as fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { logEvent } from "../fixtures/log-event.ts";
import { begin, deliver, receivedAlerts, ringFor, START } from "./system.ts";

beforeEach(begin);

const WINDOW = 300;
const KINDS = {
	failure: {
		outcome: { result: "FAILURE", reason: "INVALID_CREDENTIALS" },
		debugContext: { debugData: { factor: "TOTP" } },
	},
	deny: {
		outcome: { result: "FAILURE", reason: "INVALID_CREDENTIALS" },
		debugContext: { debugData: { pushOnlyResponseType: "OV_RESPONSE_DENY" } },
	},
};

const attempt = fc.record({
	kind: fc.constantFrom("failure" as const, "deny" as const),
	actor: fc.constantFrom("maya", "luca"),
	/** Seconds before the event that asks; some fall on the edge of the window, and some together. */
	ago: fc.oneof(fc.integer({ min: 0, max: 400 }), fc.constantFrom(WINDOW, WINDOW - 1, 10)),
	/** How often Okta sends it, and where among the others. */
	places: fc.array(fc.nat(1_000), { minLength: 1, maxLength: 3 }),
});

function mfaEvent(uuid: string, actor: string, kind: keyof typeof KINDS, time: number) {
	const published = new Date(time).toISOString();
	return logEvent({
		uuid,
		published,
		eventType: "user.authentication.auth_via_mfa",
		actor: { id: actor, displayName: actor },
		...KINDS[kind],
	});
}

let run = 0;

test("attempts that come shuffled, split and again are counted as if they had come once and in order", async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(attempt, { maxLength: 14 }), fc.integer({ min: 1, max: 5 }), async (attempts, size) => {
			run++;
			const asked = START - 86_400_000 + run * 3_600_000;
			const sent = attempts
				.flatMap(({ kind, actor, ago, places }, index) => {
					const event = mfaEvent(`${run}-${index}`, `${actor}-${run}`, kind, asked - ago * 1_000);
					return places.map((place) => ({ event, place }));
				})
				.sort((one, other) => one.place - other.place);
			for (let from = 0; from < sent.length; from += size) {
				const delivery = sent.slice(from, from + size).map(({ event }) => event);
				expect((await deliver(delivery)).status).toBe(204);
			}
			for (const actor of ["maya", "luca"]) {
				await deliver([mfaEvent(`${run}-asks-${actor}`, `${actor}-${run}`, "failure", asked)]);
				await ringFor(120_000);
				const times = attempts.filter((each) => each.kind === "failure" && each.actor === actor && each.ago < WINDOW);
				const count = new Set([0, ...times.map(({ ago }) => ago)]).size;
				const told = (await receivedAlerts()).filter(({ output_fields, time }) => {
					const { "okta.actor.name": name } = output_fields as Record<string, unknown>;
					return name === `${actor}-${run}` && time === `${new Date(asked).toISOString().slice(0, -1)}000000Z`;
				});
				const counts = told.map(
					({ output_fields }) => (output_fields as Record<string, unknown>)["okta.mfa.failure.countlast[300]"],
				);
				// An attempt at the same moment may have told already, with what had come by then.
				expect(Math.max(0, ...counts.map(Number))).toBe(count >= 3 ? count : 0);
			}
		}),
		{ numRuns: 25 },
	);
});
