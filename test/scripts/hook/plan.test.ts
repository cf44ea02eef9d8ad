import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type PlanOptions, planHooks, shareOut } from "../../../scripts/hook/plan.ts";
import { EVENT_TYPES } from "../../../src/okta/event-types.ts";
import { eventHook, HOOK_URL } from "./event-hook.ts";

const ELIGIBLE = [...EVENT_TYPES].filter(([, { hookEligible }]) => hookEligible).map(([type]) => type);

const OPTIONS: PlanOptions = {
	owner: { name: "okta-falco", url: HOOK_URL },
	channel: { url: HOOK_URL, header: "Authorization", headers: [] },
	types: new Set(["user.session.start"]),
};

function planOf(hooks: Parameters<typeof planHooks>[0], changes: Partial<PlanOptions> = {}) {
	return planHooks(hooks, { ...OPTIONS, ...changes });
}

describe("what hooks carry", () => {
	test("all 314 event types that Okta pushes take two hooks", () => {
		expect(ELIGIBLE).toHaveLength(314);
		const plan = planOf([], { types: new Set(ELIGIBLE) });
		expect(plan).toMatchObject([
			{ kind: "create", name: "okta-falco" },
			{ kind: "create", name: "okta-falco 2" },
		]);
		const shares = plan.map((change) => (change.kind === "create" ? change.types : []));
		expect(shares.map(({ length }) => length)).toEqual([300, 14]);
		expect(new Set(shares.flat())).toEqual(new Set(ELIGIBLE));
	});

	test("is left as it is where it is right, in whatever order Okta tells it", () => {
		const hook = eventHook({ types: ["user.session.start", "user.account.lock"] });
		expect(planOf([hook], { types: new Set(["user.account.lock", "user.session.start"]) })).toEqual([
			{ kind: "keep", hook },
		]);
	});

	test("is changed where it is more or less than wanted", () => {
		const hook = eventHook({ types: ["user.account.lock", "group.user_membership.add"] });
		const types = new Set(["user.session.start", "user.account.lock", "zone.x"]);
		expect(planOf([hook], { types })).toMatchObject([
			{
				kind: "replace",
				types: ["user.account.lock", "user.session.start", "zone.x"],
				reasons: ["event types (2 more, 1 less)"],
				interrupts: false,
			},
		]);
	});

	test("is nothing where the rules need nothing of it: Okta would not take that", () => {
		const [one, two] = [eventHook(), eventHook({ id: "who2", name: "okta-falco 2", types: ["user.account.lock"] })];
		expect(planOf([one, two])).toEqual([
			{ kind: "keep", hook: one },
			{ kind: "surplus", hook: two },
		]);
	});

	test("stays where it is carried, and is carried once", () => {
		const carried = [
			["b", "c"],
			["c", "d"],
		];
		expect(shareOut(new Set(["a", "b", "c", "d", "e"]), carried, 3)).toEqual([
			["a", "b", "c"],
			["d", "e"],
		]);
	});

	test("is each wanted type exactly once, no hook has too many, and none moves", () => {
		const someTypes = fc.uniqueArray(fc.nat(30).map(String), { maxLength: 20 });
		const hooks = fc.array(fc.uniqueArray(fc.nat(30).map(String), { maxLength: 5 }), { maxLength: 4 });
		void fc.assert(
			fc.property(someTypes, hooks, (types, carried) => {
				const shares = shareOut(new Set(types), carried, 5);
				expect(shares.flat().sort()).toEqual([...types].sort());
				expect(Math.max(0, ...shares.map(({ length }) => length))).toBeLessThanOrEqual(5);
				for (const type of types) {
					const before = carried.findIndex((items) => items.includes(type));
					if (before >= 0) expect(shares[before]).toContain(type);
				}
			}),
		);
	});
});

describe("how hooks call the Worker", () => {
	test.each([
		[
			"at another address",
			eventHook({ uri: "https://old.example/okta/events" }),
			{},
			"address (was https://old.example/okta/events)",
		],
		["with another header", eventHook({ header: "X-Secret" }), {}, "authentication field (was X-Secret)"],
		[
			"without a header of theirs",
			eventHook(),
			{ channel: { ...OPTIONS.channel, headers: [{ key: "X-Second", value: "v" }] } },
			"custom header X-Second",
		],
		[
			"with another value in it",
			eventHook({ headers: [{ key: "x-second", value: "w" }] }),
			{ channel: { ...OPTIONS.channel, headers: [{ key: "X-Second", value: "v" }] } },
			"custom header X-Second",
		],
	])("is changed when they do so %s, which interrupts them", (_, hook, changes, reason) => {
		expect(planOf([hook], changes)).toMatchObject([{ kind: "replace", reasons: [reason], interrupts: true }]);
	});

	test("is right whatever the case of a header's name, and whatever an admin added", () => {
		const hook = eventHook({ header: "authorization", headers: [{ key: "X-Team", value: "secops" }] });
		expect(planOf([hook])).toEqual([{ kind: "keep", hook }]);
	});

	test("is sent anew when that is asked for", () => {
		expect(planOf([eventHook()], { force: true })).toMatchObject([
			{ kind: "replace", reasons: ["everything, as asked"], interrupts: true },
		]);
	});
});

test.each([
	[{ status: "INACTIVE" }, "not active (INACTIVE)"],
	[{ verificationStatus: "UNVERIFIED" }, "not verified (UNVERIFIED)"],
])("a hook that delivers nothing is set right, and nothing is interrupted: %j", (state, reason) => {
	const hook = eventHook({ ...state, uri: HOOK_URL.href });
	expect(planOf([hook], { force: false })).toMatchObject([{ kind: "replace", reasons: [reason], interrupts: false }]);
});

test("hooks of others are left alone", () => {
	const other = eventHook({ id: "who9", name: "someone's", uri: "https://elsewhere.example" });
	expect(planOf([other])).toMatchObject([{ kind: "create", name: "okta-falco" }]);
});
