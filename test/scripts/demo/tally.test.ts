import { expect, test } from "vitest";
import type { PlayedStep } from "../../../scripts/demo/play.ts";
import { tally } from "../../../scripts/demo/tally.ts";

const LOCKED = "User has been locked out in OKTA";
const SUSPENDED = "User has been suspended in OKTA";

/** A step whose two events happened at these times. */
function played(raises: string[], ...times: number[]): PlayedStep {
	const events = times.map((time) => ({ uuid: `event at ${time}`, time }));
	return { step: { at: "11:27", story: "an account is locked", events: [], raises }, events, deliveries: [] };
}

test("an expected alert is missing until it arrives for one of the step's events", () => {
	const alerts = tally();
	const step = played([LOCKED], 1000, 2000);
	alerts.expect(step);
	alerts.arrived(LOCKED, 3000);
	alerts.arrived(SUSPENDED, 2000);
	expect(alerts.missing()).toEqual([{ rule: LOCKED, played: step }]);
	alerts.arrived(LOCKED, 2000);
	expect(alerts.missing()).toEqual([]);
});

test("an alert may be faster than the answer to its delivery", () => {
	const alerts = tally();
	alerts.arrived(LOCKED, 1000);
	alerts.expect(played([LOCKED], 1000));
	expect(alerts.missing()).toEqual([]);
});

test("one alert does not stand for two", () => {
	const alerts = tally();
	alerts.expect(played([LOCKED], 1000));
	alerts.expect(played([LOCKED], 2000));
	alerts.arrived(LOCKED, 1000);
	expect(alerts.missing()).toHaveLength(1);
});

test("counts by rule, in order of arrival, those beyond the expected too", () => {
	const alerts = tally();
	for (const rule of [SUSPENDED, LOCKED, SUSPENDED]) alerts.arrived(rule, alerts.byRule().size);
	expect([...alerts.byRule()]).toEqual([
		[SUSPENDED, 2],
		[LOCKED, 1],
	]);
});

test("the same rule twice on one event is told; two rules on one event are fine", () => {
	const alerts = tally();
	alerts.arrived(LOCKED, 0);
	alerts.arrived(SUSPENDED, 0);
	expect(alerts.repeated()).toEqual([]);
	alerts.arrived(LOCKED, 0);
	expect(alerts.repeated()).toEqual([`${LOCKED} at 1970-01-01T00:00:00.000Z`]);
});
