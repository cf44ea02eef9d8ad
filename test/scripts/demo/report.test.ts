import { afterEach, expect, test, vi } from "vitest";
import type { PlayedStep } from "../../../scripts/demo/play.ts";
import { report } from "../../../scripts/demo/report.ts";
import { tally } from "../../../scripts/demo/tally.ts";

const LOCKED = "User has been locked out in OKTA";
const PLAYED: PlayedStep = {
	step: { at: "11:27", story: "an account is locked", events: [], raises: [LOCKED] },
	events: [{ uuid: "event", time: 1000 }],
	deliveries: [],
};

afterEach(() => {
	vi.restoreAllMocks();
});

/** What is told of a day on which the Worker made so many alerts, and so many arrived. */
function told(made: number, arrived: number): { readonly asExpected: boolean; readonly text: string } {
	const lines: unknown[] = [];
	vi.spyOn(process.stderr, "write").mockImplementation((line) => lines.push(line) > 0);
	const alerts = tally();
	alerts.expect(PLAYED);
	for (let count = 0; count < arrived; count++) alerts.arrived(LOCKED, 1000);
	const taken = { message: "delivery taken", events: 1, duplicates: 0, rejected: 0, failed: 0, alerts: made };
	const worker = {
		url: new URL("http://127.0.0.1/"),
		log: () => [{ level: "info", message: JSON.stringify(taken) }],
		close: () => Promise.resolve(),
	};
	const asExpected = report([PLAYED], alerts, worker);
	return { asExpected, text: lines.join("") };
}

test("a day on which all arrives is as expected", () => {
	expect(told(1, 1).asExpected).toBe(true);
});

test.each([
	["that was not made leads to the rules", 0, "Do rules/falco.yaml and its rules files still enable these rules?"],
	["that was made leads to Falcosidekick", 1, "One alert was made, and waits: does Falcosidekick take alerts?"],
])("an alert that is missing and %s", (_, made, expected) => {
	const { asExpected, text } = told(made, 0);
	expect(asExpected).toBe(false);
	expect(text).toContain(expected);
	expect(text.match(/\?$/gm)).toHaveLength(1);
});
