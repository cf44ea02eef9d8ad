import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/okta/log-event.ts";
import { countMfa, mfaHistoryLimits, mfaKind, withTime } from "../../src/okta/mfa-counters.ts";
import { mfaMemory } from "../../src/okta/mfa-memory.ts";
import { publishedTime } from "../../src/okta/published.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { LOG_EVENTS } from "../fixtures/log-events.ts";

const AUTH_VIA_MFA = "user.authentication.auth_via_mfa";
const DENY_PUSH = "user.mfa.okta_verify.deny_push";

function attempt(result: unknown, debugData: JsonObject | null = {}): JsonObject {
	return { eventType: AUTH_VIA_MFA, outcome: { result }, debugContext: { debugData } };
}

describe("mfaKind", () => {
	test.each([
		["a mistyped code", LOG_EVENTS.mfaFailure, "failure"],
		["a failure that says no factor, as on Classic", attempt("FAILURE"), "failure"],
		["a failure without debug data", { ...attempt("FAILURE"), debugContext: null }, "failure"],
		[
			"a push that was approved but whose number was wrong",
			attempt("FAILURE", {
				factor: "OKTA_VERIFY_PUSH",
				pushOnlyResponseType: "OV_RESPONSE_APPROVE",
				pushWithNumberChallengeResponseType: "OV_WITH_CHALLENGE_RESPONSE_INVALID",
			}),
			"failure",
		],
		["a refused push on Identity Engine", LOG_EVENTS.pushDenied, "deny"],
		["a refused push, whatever its result", attempt("DENY", { pushOnlyResponseType: "OV_RESPONSE_DENY" }), "deny"],
		["a refused push on Classic", { eventType: DENY_PUSH, outcome: { result: "SUCCESS" } }, "deny"],
		["a refused push on Classic without an outcome", { eventType: DENY_PUSH, outcome: null }, "deny"],
		["a wrong password on Identity Engine", attempt("FAILURE", { factor: "PASSWORD_AS_FACTOR" }), undefined],
		["a success", attempt("SUCCESS"), undefined],
		["a result in another case", attempt("failure"), undefined],
		["no result", attempt(null), undefined],
		["no outcome", { eventType: AUTH_VIA_MFA, outcome: null }, undefined],
		["a sign-in", LOG_EVENTS.signIn, undefined],
		["a failed sign-in", logEvent({ outcome: { result: "FAILURE" } }), undefined],
		["another type's case", { ...attempt("FAILURE"), eventType: AUTH_VIA_MFA.toUpperCase() }, undefined],
		["no type", attempt("FAILURE", null).outcome as JsonObject, undefined],
	])("%s", (_, log, kind) => {
		expect(mfaKind(log)).toBe(kind);
	});
});

describe("countLast", () => {
	const at = (time: string, overrides: JsonObject = {}) =>
		logEvent({
			eventType: AUTH_VIA_MFA,
			outcome: { result: "FAILURE" },
			published: `2026-03-02T${time}Z`,
			...overrides,
		});

	/** Events in the order of arrival → what each one's counter says about the last so many seconds. */
	function counts(seconds: bigint, events: readonly JsonObject[]): (bigint | undefined)[] {
		const history = mfaMemory();
		return events.map((event) =>
			countMfa({ log: event, time: publishedTime(String(event.published)) }, history)?.countLast(seconds),
		);
	}

	test("counts the event itself, and what lies less than so many seconds before it", () => {
		const events = [at("09:00:00.000"), at("09:04:59.999"), at("09:05:00.000"), at("09:05:00.001")];
		expect(counts(300n, events)).toEqual([1n, 2n, 2n, 3n]);
	});

	test("of no seconds is 0, the event not being later than itself", () => {
		expect(counts(0n, [at("09:00:00")])).toEqual([0n]);
	});

	test("counts one time once", () => {
		expect(counts(300n, [at("09:00:00.5"), at("09:00:00.500"), at("09:00:00.500000001")])).toEqual([1n, 1n, 2n]);
	});

	test("goes by the events' own time: a late event counts later ones too, and is counted where it belongs", () => {
		const events = [at("09:10:00"), at("09:20:00"), at("09:09:00"), at("09:11:00")];
		expect(counts(300n, events)).toEqual([1n, 1n, 3n, 4n]);
	});

	test("takes actors apart, by the exact id", () => {
		const by = (id: unknown, second: number) => at(`09:00:0${second}`, { actor: { id } });
		expect(counts(300n, [by("00u1", 0), by("00U1", 1), by("00u1 ", 2), by("00u1", 3), by(5, 4), by("5", 5)])).toEqual([
			1n,
			1n,
			1n,
			2n,
			1n,
			2n,
		]);
	});

	test("counts events without an actor together", () => {
		expect(counts(300n, [at("09:00:00", { actor: null }), at("09:00:01", { actor: { id: null } })])).toEqual([1n, 2n]);
	});

	test("takes failures and denials apart, and denials of both engines together", () => {
		const denied = { debugContext: { debugData: { pushOnlyResponseType: "OV_RESPONSE_DENY" } } };
		const events = [
			at("09:00:00"),
			at("09:00:01", denied),
			at("09:00:02", { eventType: DENY_PUSH }),
			at("09:00:03"),
			at("09:00:04", { outcome: { result: "SUCCESS" } }),
		];
		expect(counts(300n, events)).toEqual([1n, 1n, 2n, 2n, undefined]);
	});

	test("does not wrap, before 1970 nor over windows of any length", () => {
		const on = (published: string) => at("", { published });
		const events = [on("1969-12-31T23:59:58Z"), on("1969-12-31T23:59:59Z"), on("1970-01-01T00:00:00Z")];
		expect(counts(2n, events)).toEqual([1n, 2n, 2n]);
		expect(counts(2n ** 64n - 1n, events)).toEqual([1n, 2n, 3n]);
	});

	test("counts an event whose time cannot be read, as the earliest of all", () => {
		expect(counts(300n, [at("09:00:00"), at("", { published: "soon" }), at("09:00:01")])).toEqual([1n, 2n, 2n]);
	});

	test("is the same when an event is counted again", () => {
		expect(counts(300n, [at("09:00:00"), at("09:00:00"), at("09:00:00")])).toEqual([1n, 1n, 1n]);
	});
});

test.each([
	[undefined, { timestampsPerActor: 200, expirySeconds: 84_600 }],
	[{ cache_usermaxsize: 50 }, { timestampsPerActor: 50, expirySeconds: 84_600 }],
	[{ cache_expiration: 600 }, { timestampsPerActor: 200, expirySeconds: 600 }],
])("the plugin's init_config %j sets the limits %j", (initConfig, limits) => {
	expect(mfaHistoryLimits(initConfig)).toEqual(limits);
});

test("which times are kept does not depend on the order in which they come, nor on how often", async () => {
	const limits = { timestampsPerActor: 4, expirySeconds: 60 };
	const keep = (times: readonly bigint[]) =>
		times.reduce<BigInt64Array>((kept, time) => withTime(kept, time, limits), new BigInt64Array()).sort();
	const times = fc.array(fc.bigInt(0n, 12n), { maxLength: 20 });
	await fc.assert(
		fc.property(
			times.chain((sent) =>
				fc.tuple(fc.constant(sent), fc.shuffledSubarray([...sent, ...sent], { minLength: sent.length })),
			),
			([sent, again]) => {
				const everything = [...again, ...sent];
				expect(keep(everything)).toEqual(keep(everything.toReversed()));
				expect([...keep(everything)]).toEqual([...new Set(sent)].sort((one, other) => Number(one - other)).slice(-4));
			},
		),
	);
});
