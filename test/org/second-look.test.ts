import * as fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { createEngine } from "../../src/falco/engine.ts";
import { fieldUses } from "../../src/falco/field-uses.ts";
import type { Rule, RuleSet } from "../../src/falco/rule-set.ts";
import { OKTA_FIELDS } from "../../src/okta/fields.ts";
import type { JsonObject, LogEvent } from "../../src/okta/log-event.ts";
import { isWindowField, SCOPE, WindowPlan } from "../../src/okta/windows/plan.ts";
import { seriesName, trailGroup } from "../../src/okta/windows/series-name.ts";
import { Receiver } from "../../src/org/receive.ts";
import { newsOf, sequenceRules, whateverElseHappened } from "../../src/org/sequence-rules.ts";
import type { Log } from "../../src/org/settings.ts";
import { openStores } from "../../src/org/stores.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { begin, pass } from "../worker/system.ts";
import { orgSettings } from "./org-settings.ts";
import { counted, inStorage } from "./storage.ts";

beforeEach(begin);

const SOURCE = "https://acme.okta.com/api/v1/eventHooks/who2b7n4kLq9XyZt15d7";
const DAY = 86_400_000;
const MINUTE = 60;

const check = (name: string, value: string, operator: "=" | ">=" = "=", argument?: string) => ({
	type: "binary_check" as const,
	left: { type: "field" as const, name, ...(argument !== undefined && { argument }), at: 0 },
	operator,
	right: { type: "value" as const, value, at: 0 },
	at: 0,
});

const ASKS_MORE = check("okta.recent", "0", ">=", "lockout,user,600");

const BOMBED_CHECKS = [
	check("okta.evt.type", "user.session.start"),
	check("okta.org", "acme"),
	{ type: "not" as const, child: check("okta.client.device", "Unknown") },
	check("okta.recent", "2", ">=", "mfa_deny,user,600"),
	check("okta.count", "1", "=", "user,600"),
];

/** A rule for the first success of a user after two refused pushes within ten minutes. */
const BOMBED: Rule = {
	name: "Bombed",
	source: "okta",
	priority: "Critical",
	tags: [],
	condition: { type: "and", children: BOMBED_CHECKS },
	output: [{ type: "text", text: "bombed" }],
	extraFields: [],
	eventTypes: ["user.session.start"],
};

/** The same question without the count of the user's sign-ins. */
const ASKING: Rule = { ...BOMBED, condition: { type: "and", children: BOMBED_CHECKS.slice(0, -1) } };

/** A rule that asks nothing. */
const SIGN_IN: Rule = { ...BOMBED, name: "Sign-in", condition: check("okta.evt.type", "user.session.start") };

/** A rule that never alerts. */
const SILENT: Rule = { ...SIGN_IN, name: "Silent", condition: check("okta.evt.type", "user.session.never") };

function planOf(rules: readonly Rule[]): WindowPlan {
	return new WindowPlan(fieldUses(rules, isWindowField, SCOPE));
}

const fail: Log = (_, message, details) => {
	throw new Error(`${message}: ${JSON.stringify(details)}`);
};

interface ReceiverOptions {
	readonly ruleMatching?: RuleSet["ruleMatching"];
	readonly log?: Log;
	/** Called for each event that is looked at again. */
	readonly onLook?: (uuid: unknown) => void;
}

/** What takes events in, in an object that has just started. */
function receiverOf(
	storage: DurableObjectStorage,
	rules: readonly Rule[],
	{ ruleMatching = "all", log = fail, onLook = () => {} }: ReceiverOptions = {},
) {
	const alert = { timeFormatIso8601: false, includeMessage: false, includeOutput: true, includeOutputFields: false };
	const ruleSet: RuleSet = { ruleMatching, alert: { ...alert, includeTags: false }, rules };
	const all = createEngine(ruleSet, OKTA_FIELDS);
	const asking = createEngine({ ...ruleSet, rules: sequenceRules(rules) }, OKTA_FIELDS);
	const possible = createEngine({ ...ruleSet, rules: sequenceRules(rules).map(whateverElseHappened) }, OKTA_FIELDS);
	return new Receiver(openStores(storage, undefined, planOf(rules)), orgSettings({ log }), {
		evaluate: (event) => all.evaluate(event),
		sequences: {
			evaluate: (event, alerted) => {
				onLook(event.log.uuid);
				return newsOf(asking.evaluate(event), alerted, ruleSet);
			},
			mayMatch: (event) => possible.evaluate(event).length > 0,
		},
	});
}

/** The alerts that wait, which then are gone. */
function alertsOf({ sql }: DurableObjectStorage): string[] {
	const pending = sql.exec<{ id: string }>("SELECT id FROM pending ORDER BY id").toArray();
	sql.exec("DELETE FROM pending");
	return pending.map(({ id }) => id);
}

/** Takes events in, each delivery in an object that starts anew: the alerts of each. */
function taking(storage: DurableObjectStorage, rules: readonly Rule[], options?: ReceiverOptions) {
	return (...events: LogEvent[]) => {
		receiverOf(storage, rules, options).receive({ source: SOURCE, eventId: "d", events, rejected: [] });
		return alertsOf(storage);
	};
}

let serial = 0;

function at(second: number, overrides: JsonObject): LogEvent {
	const published = new Date(Date.UTC(2026, 2, 2, 9) + second * 1_000).toISOString();
	return logEvent({ uuid: `e${serial++}`, published, ...overrides });
}

const denial = (second: number, user = "00u1") =>
	at(second, { eventType: "user.mfa.okta_verify.deny_push", actor: { id: user } });
const signIn = (second: number, uuid: string, user = "00u1") => at(second, { uuid, actor: { id: user } });

describe("an event that asked about earlier ones", () => {
	test("alerts at once when they came before it", () =>
		inStorage((storage) => {
			const take = taking(storage, [BOMBED]);
			expect([take(denial(0)), take(denial(60)), take(signIn(120, "s1"))]).toEqual([[], [], ["s1:Bombed"]]);
		}));

	test("alerts as soon as the last of them has come, and once", () =>
		inStorage((storage) => {
			const take = taking(storage, [BOMBED]);
			expect(take(signIn(120, "s1"))).toEqual([]);
			expect(take(denial(60))).toEqual([]);
			expect(take(denial(0))).toEqual(["s1:Bombed"]);
			expect(take(denial(30))).toEqual([]);
			pass(DAY);
			expect(take(denial(40))).toEqual([]);
		}));

	test("does so too when all come in one delivery, in any order", () =>
		inStorage((storage) => {
			expect(taking(storage, [BOMBED])(denial(0), signIn(120, "s1"), denial(60))).toEqual(["s1:Bombed"]);
		}));

	test("is looked at as of its own time: what came after it does not count", () =>
		inStorage((storage) => {
			const take = taking(storage, [BOMBED]);
			expect([take(signIn(120, "s1")), take(signIn(180, "s2")), take(denial(60))]).toEqual([[], [], []]);
			expect(take(denial(0))).toEqual(["s1:Bombed"]);
		}));

	test("is not changed by what is too old, too late, or about somebody else", () =>
		inStorage((storage) => {
			const take = taking(storage, [BOMBED]);
			take(denial(300));
			take(signIn(600, "s1"));
			for (const other of [denial(0), denial(601), denial(500, "00u2")]) expect(take(other)).toEqual([]);
			expect(take(denial(0.001))).toEqual(["s1:Bombed"]);
		}));

	test("does not alert again by rules that asked nothing", () =>
		inStorage((storage) => {
			const take = taking(storage, [SIGN_IN, BOMBED]);
			expect(take(signIn(120, "s1"))).toEqual(["s1:Sign-in"]);
			take(denial(60));
			expect(take(denial(0))).toEqual(["s1:Bombed"]);
		}));

	test("is kept for two days at least, and then no more", () =>
		inStorage((storage) => {
			const take = taking(storage, [BOMBED]);
			const stores = openStores(storage, undefined);
			take(signIn(120, "s1"));
			take(denial(60));
			pass(2 * DAY);
			stores.secondLook.prune(Date.now());
			expect(take(denial(0))).toEqual(["s1:Bombed"]);
			take(signIn(10_000, "s2"));
			take(denial(9_940));
			pass(3 * DAY);
			openStores(storage, undefined).secondLook.prune(Date.now());
			expect(take(denial(9_950))).toEqual([]);
		}));
});

describe("an event of which no alert can be stored", () => {
	const LONG = "x".repeat(310_000);
	const agent = (text: string) => ({ actor: { id: "00u1" }, client: { userAgent: { rawUserAgent: text } } });
	/** Rules that print the user agent: of a long one no alert can be stored, until they are mended. */
	const printing = (rule: Rule): Rule => ({
		...rule,
		output: [{ type: "token", expression: { type: "field", name: "okta.useragent.raw" } }],
	});
	const ignore = () => undefined;

	const retry = (storage: DurableObjectStorage, rules: readonly Rule[]) => {
		const receiver = receiverOf(storage, rules);
		for (const { id } of openStores(storage, undefined).setAsides.list(9, 99))
			expect(receiver.replay(id)).toBeUndefined();
		return alertsOf(storage);
	};

	test("has no others taken for alerted that were looked at with it", () =>
		inStorage((storage) => {
			const take = taking(storage, [printing(ASKING)], { log: ignore });
			take(at(120, { uuid: "s1", ...agent("curl") }), at(130, { uuid: "s2", ...agent(LONG) }), denial(0));
			expect(take(denial(60))).toEqual(["s1:Bombed"]);
			expect(retry(storage, [ASKING])).toEqual(["s2:Bombed"]);
		}));

	test("keeps none from alerting that others have changed, with which it came", () =>
		inStorage((storage) => {
			const denied = { ...printing(SIGN_IN), condition: check("okta.evt.type", "user.mfa.okta_verify.deny_push") };
			const late = at(90, { eventType: "user.mfa.okta_verify.deny_push", ...agent(LONG) });
			const take = taking(storage, [ASKING, { ...denied, eventTypes: ["user.mfa.okta_verify.deny_push"] }], {
				log: ignore,
			});
			take(signIn(120, "s1"));
			expect(take(denial(0), denial(60), late)).toContain("s1:Bombed");
			expect(retry(storage, [ASKING])).toEqual([]);
		}));

	test("is not looked at again before it is evaluated as a whole", () =>
		inStorage((storage) => {
			const take = taking(storage, [printing(SIGN_IN), ASKING], { log: ignore });
			expect(take(at(120, { uuid: "s1", ...agent(LONG) }))).toEqual([]);
			expect([take(denial(0)), take(denial(60))]).toEqual([[], []]);
			expect(retry(storage, [SIGN_IN, ASKING])).toEqual(["s1:Bombed", "s1:Sign-in"]);
		}));
});

describe("where an event alerts by the first rule alone", () => {
	test("it is not looked at again for those behind the one that alerted", () =>
		inStorage((storage) => {
			const take = taking(storage, [SIGN_IN, BOMBED], { ruleMatching: "first" });
			expect(take(denial(0), denial(60), signIn(120, "s1"))).toEqual(["s1:Sign-in"]);
			expect(take(signIn(120, "s2", "00u2"))).toEqual(["s2:Sign-in"]);
			expect([take(denial(0, "00u2")), take(denial(60, "00u2"))]).toEqual([[], []]);
		}));

	test("it still alerts by one before that, which nobody has been told of", () =>
		inStorage((storage) => {
			const take = taking(storage, [BOMBED, SIGN_IN], { ruleMatching: "first" });
			expect(take(signIn(120, "s1"))).toEqual(["s1:Sign-in"]);
			expect([take(denial(0)), take(denial(60)), take(denial(90))]).toEqual([[], ["s1:Bombed"], []]);
		}));
});

describe("an event that asked about two things of one user", () => {
	/** A rule for a success after failures. */
	const GUESSED: Rule = {
		...BOMBED,
		name: "Guessed",
		condition: {
			type: "and",
			children: [
				check("okta.evt.type", "user.session.start"),
				check("okta.result", "SUCCESS"),
				check("okta.recent", "2", ">=", "signin_failure,user,1800"),
			],
		},
	};
	/** By a device for which the first rule does not match. */
	const failure = (second: number) =>
		at(second, { actor: { id: "00u1" }, outcome: { result: "FAILURE" }, client: { device: "Unknown" } });

	test("is looked at again for either", () =>
		inStorage((storage) => {
			const take = taking(storage, [BOMBED, GUESSED]);
			expect(take(signIn(120, "s1"))).toEqual([]);
			expect([take(denial(30)), take(failure(40)), take(failure(50))]).toEqual([[], [], ["s1:Guessed"]]);
			expect([take(failure(55)), take(denial(60))]).toEqual([[], ["s1:Bombed"]]);
			expect([take(failure(65)), take(denial(70))]).toEqual([[], []]);
		}));

	test("is looked at again for both when what changes it comes together", () =>
		inStorage((storage) => {
			const take = taking(storage, [BOMBED, GUESSED]);
			take(signIn(120, "s1"));
			expect(take(failure(40), denial(30), failure(50), denial(60))).toEqual(["s1:Bombed", "s1:Guessed"]);
		}));

	test("is not looked at for what it did not ask about", () =>
		inStorage((storage) => {
			// Of failures only one of the rules asks anything.
			const failed = { uuid: "f1", actor: { id: "00u1" }, outcome: { result: "FAILURE" } };
			taking(storage, [BOMBED, GUESSED])(signIn(120, "s1"), at(120, failed));
			const { secondLook } = openStores(storage, undefined, planOf([BOMBED, GUESSED]));
			const changedBy = (log: LogEvent) => {
				secondLook.expect([log], "acme");
				return Array.from(secondLook.changedBy(log), ({ uuid }) => uuid);
			};
			expect([changedBy(failure(60)), changedBy(denial(60)).sort()]).toEqual([["s1"], ["f1", "s1"]]);
		}));
});

describe("of events that come together", () => {
	/** The events that are looked at again while these are taken in. */
	const looks = (storage: DurableObjectStorage, ...events: LogEvent[]) => {
		const looked: unknown[] = [];
		taking(storage, [ASKING], { onLook: (uuid) => looked.push(uuid) })(...events);
		return looked;
	};

	test("each one that they change is looked at once, however many they are", () =>
		inStorage((storage) => {
			looks(storage, signIn(1_000, "s1"), signIn(1_100, "s2"), signIn(1_800, "s3"));
			const late = Array.from({ length: 50 }, (_, at) => denial(at * 20));
			expect(looks(storage, ...late)).toEqual(["s1", "s2"]);
			expect(
				looks(storage, denial(1_500), ...late.map((event) => ({ ...event, uuid: `again-${event.uuid}` }))),
			).toEqual(["s3", "s1", "s2"]);
		}));

	test("all that one changes are looked at one after the other, each only when what the one before made is stored", () =>
		inStorage((storage) => {
			const stored: number[] = [];
			const onLook = () => stored.push(storage.sql.exec("SELECT 1 FROM pending").toArray().length);
			const take = taking(storage, [ASKING], { onLook });
			take(signIn(120, "s1"), signIn(130, "s2"), signIn(140, "s3"), denial(0));
			stored.length = 0;
			expect(take(denial(60))).toHaveLength(3);
			expect(stored).toEqual([0, 1, 2]);
		}));

	test("those that asked are looked at once too, for what comes behind them", () =>
		inStorage((storage) => {
			expect(looks(storage, signIn(120, "s1"), denial(0), signIn(130, "s2"), denial(10))).toEqual(["s1", "s2"]);
			const backwards = Array.from({ length: 50 }, (_, at) => [signIn(900 - at * 2, `b${at}`), denial(899 - at * 2)]);
			expect(looks(storage, ...backwards.flat())).toHaveLength(50);
		}));
});

test("in whatever order and company events come, each alerts that would have in order, and once", () => {
	const happening = fc.record({
		isSignIn: fc.boolean(),
		minute: fc.integer({ min: 0, max: 40 }),
		user: fc.constantFrom("ada", "bob"),
	});
	const days = fc.array(happening, { minLength: 1, maxLength: 25 }).chain((happenings) =>
		fc.record({
			happenings: fc.constant(happenings),
			order: fc.shuffledSubarray(
				happenings.map((_, at) => at),
				{ minLength: happenings.length },
			),
			cuts: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: happenings.length, maxLength: happenings.length }),
		}),
	);
	let runs = 0;
	return fc.assert(
		fc.asyncProperty(days, ({ happenings, order, cuts }) =>
			inStorage((storage) => {
				const take = taking(storage, [ASKING]);
				/** The same day, to users of its own. */
				const day = () => {
					const run = runs++;
					return happenings.map(({ isSignIn, minute, user }, at) => {
						const who = `${user}-${run}`;
						return isSignIn ? signIn(minute * MINUTE, `${run}/${at}`, who) : denial(minute * MINUTE, who);
					});
				};
				const nameOf = (id: string) => id.slice(id.indexOf("/"));
				const inOrder = day()
					.sort((one, other) => String(one.published).localeCompare(String(other.published)))
					.flatMap((event) => take(event));
				const shuffled = day();
				const rest = order.map((at) => shuffled[at]!);
				const alerts = cuts.flatMap((length) => {
					const events = rest.splice(0, length);
					return events.length === 0 ? [] : take(...events);
				});
				expect(alerts.map(nameOf).sort()).toEqual(inOrder.map(nameOf).sort());
			}),
		),
		{ numRuns: 60 },
	);
});

test("what an earlier version kept by the name of a trail is found, but not in place of what was kept since", () =>
	inStorage((storage) => {
		const take = taking(storage, [BOMBED]);
		take(signIn(120, "s1"));
		const [{ name } = { name: "" }] = storage.sql
			.exec<{ name: string }>("SELECT name FROM sqlite_master WHERE name GLOB 'asked_*'")
			.toArray();
		storage.sql.exec(`UPDATE ${name} SET trail = ?`, seriesName(trailGroup("mfa_deny", "user"), "00u1"));
		expect([take(denial(60)), take(denial(0))]).toEqual([[], ["s1:Bombed"]]);
		expect(take(denial(30))).toEqual([]);
	}));

test("an event costs a row more for each series it enters and each user it asks about, and none otherwise", () =>
	inStorage((real) => {
		const { storage, written } = counted(real);
		const cost = (rule: Rule, event: LogEvent) => {
			const take = taking(storage, [rule]);
			take(signIn(0, `warm-${serial++}`, "00u9"));
			written();
			take(event);
			return written();
		};
		/** How much more than with a rule that asks nothing. */
		const more = (asking: LogEvent, plain: LogEvent) => cost(BOMBED, asking) - cost(SILENT, plain);
		const ends = () => at(0, { eventType: "user.session.end" });
		expect(more(ends(), ends())).toBe(0);
		expect(more(denial(60), denial(60))).toBe(1);
		// Its count by user, and the event itself.
		expect(more(signIn(120, "s1"), signIn(120, "s2"))).toBe(2);
		// Two questions about one user are one row.
		const both: Rule = { ...BOMBED, condition: { type: "and", children: [...BOMBED_CHECKS, ASKS_MORE] } };
		expect(cost(both, signIn(120, "s5")) - cost(BOMBED, signIn(120, "s6"))).toBe(0);
		// Whatever else happens, the rule does not match it.
		const unknown = (uuid: string) => at(120, { uuid, client: { device: "Unknown" } });
		expect(more(unknown("s3"), unknown("s4"))).toBe(1);
	}));

test("where no rule asks there is not even a table", () =>
	inStorage((storage) => {
		taking(storage, [SIGN_IN])(signIn(0, "s1"));
		expect(storage.sql.exec("SELECT name FROM sqlite_master WHERE name LIKE 'asked%'").toArray()).toEqual([]);
	}));
