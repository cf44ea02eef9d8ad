import { expect, test } from "vitest";
import type { Alert } from "../../../../scripts/demo/falcosidekick.ts";
import { Counts, makeProbes } from "../../../../scripts/faults/chaos/counts.ts";
import { attemptsOf } from "../../../../scripts/faults/chaos/events.ts";
import { keysOf, makeUser } from "../../../../scripts/faults/test-event.ts";

const END = Date.parse("2026-03-02T12:00:00Z");

/** Two failures within the last five minutes, one more within the last hour. */
const USER = {
	user: makeUser("a"),
	attempts: { kind: "failure" as const, times: [END - 1_000, END - 200_000, END - 2_000_000] },
};
const [PROBE] = makeProbes([USER], END);
const LATEST = attemptsOf(USER)[0];

function alertTelling(in300: unknown, in3600: unknown): Alert {
	return {
		priority: "Notice",
		rule: "MFA failed",
		time: "",
		output: "",
		source: "okta",
		hostname: "",
		tags: [],
		outputFields: { "okta.mfa.failure.countlast[300]": in300, "okta.mfa.failure.countlast[3600]": in3600 },
	};
}

/** The faults when the probe's alert, or that of the latest attempt, tells these counts. */
function faultsOf(event: { id: string; raises: readonly string[] } | undefined, in300: unknown, in3600: unknown) {
	const counts = new Counts();
	for (const key of event === undefined ? [] : keysOf(event)) counts.hear(key, alertTelling(in300, in3600));
	return counts.faults([USER], PROBE === undefined ? [] : [PROBE], END);
}

test.each([
	[3, 4, 0],
	[2, 4, 1],
	[4, 5, 2],
	["3", 4, 0],
	[undefined, 4, 1],
])("a probe must tell three and four attempts; %s and %s are %i faults", (in300, in3600, faults) => {
	expect(faultsOf(PROBE?.event, in300, in3600)).toHaveLength(faults);
});

test.each([
	[1, 1, 0],
	[2, 3, 0],
	[3, 3, 1],
	[0, 0, 2],
])("an attempt among others tells no more than there are: %i and %i are %i faults", (in300, in3600, faults) => {
	expect(faultsOf(LATEST, in300, in3600)).toHaveLength(faults);
});
