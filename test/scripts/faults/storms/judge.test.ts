import { expect, test } from "vitest";
import { judge, type SettledRow, type Storm } from "../../../../scripts/faults/storms/judge.ts";
import { makeUser, passwordReset } from "../../../../scripts/faults/test-event.ts";

const EVENTS = Array.from({ length: 4 }, (_, index) => passwordReset(makeUser("a"), `${index}`, 0));
const [ALONE = "", ...OTHERS] = EVENTS.map(({ id }) => id);
const LAST = OTHERS.at(-1);

const TOLD = "Password reset (one of 3 of this rule, from 2026-03-02T09:00:00Z to 2026-03-02T09:00:09Z)";

function row(state: string, id: unknown, output = "Password reset", level = 4): SettledRow {
	return { state, id: String(id), level, json: JSON.stringify({ output }) };
}

/** One of four left, and one that stands for the other three. */
const SETTLED = [
	row("delivered", `${ALONE}:Password reset`),
	...OTHERS.map((id) => row("suppressed", `${id}:Password reset`)),
	row("delivered", `${LAST}:Password reset:storm`, TOLD),
];
const ARRIVED: Readonly<Record<string, readonly string[]>> = { [ALONE]: ["Password reset"], [String(LAST)]: [TOLD] };

function faultsOf(changes: Partial<Omit<Storm, "arrived">> = {}, arrived = ARRIVED): readonly string[] {
	const outputs = (key: string) => arrived[key.split(" ")[0] ?? ""]?.map((output) => ({ output })) ?? [];
	return judge({ events: EVENTS, settled: SETTLED, waiting: 0, kills: 1, ...changes, arrived: outputs }).faults;
}

test("an alert that left, and one that counts those folded, are as they should be", () => {
	expect(faultsOf()).toEqual([]);
});

test("an alert that was folded alone is sent in its own words", () => {
	const settled = [row("suppressed", `${ALONE}:Password reset`), row("delivered", `${ALONE}:Password reset:storm`)];
	expect(faultsOf({ events: EVENTS.slice(0, 1), settled }, { [ALONE]: ["Password reset"] })).toEqual([]);
});

test.each<[fault: RegExp, changes: Partial<Omit<Storm, "arrived">>]>([
	[/2 alerts still wait/, { waiting: 2 }],
	[/nothing was folded/, { events: EVENTS.slice(0, 1), settled: SETTLED.slice(0, 1) }],
	[/neither left nor were folded: \S+ Password reset$/, { settled: SETTLED.slice(1) }],
	[/4 alerts became 5/, { settled: [...SETTLED, row("delivered", `${LAST}:Password reset`)] }],
	[/critical alerts were folded/, { settled: SETTLED.map((settled) => ({ ...settled, level: 2 })) }],
	[/not counted exactly, of Password reset/, { settled: SETTLED.slice(0, -1) }],
])("it is told: %s", (fault, changes) => {
	expect(faultsOf(changes)).toContainEqual(expect.stringMatching(fault));
});

test.each([
	["one that left did not", { ...ARRIVED, [ALONE]: [] }],
	["the one that stands for others did not", { ...ARRIVED, [String(LAST)]: [] }],
	["the one that stands for others tells of none", { ...ARRIVED, [String(LAST)]: ["Password reset"] }],
])("it is told what did not arrive: %s", (_, arrived) => {
	expect(faultsOf({}, arrived)).toContainEqual(expect.stringContaining("did not arrive"));
});

test("it is told when more arrive twice than there were kills", () => {
	const twice = { [ALONE]: ["Password reset", "Password reset"], [String(LAST)]: [TOLD] };
	expect(faultsOf({}, twice)).toEqual([]);
	expect(faultsOf({ kills: 0 }, twice)).toEqual(["0 kills made 1 alerts arrive twice"]);
});
