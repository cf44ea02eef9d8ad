import type { PluginSettings } from "../falco/config/read-init-config.ts";
import { type JsonObject, lax, resultOf, text } from "./log-event.ts";

/**
 * What `okta.mfa.failure.countlast[N]` and `okta.mfa.deny.countlast[N]` count. The okta plugin counts both as one; here
 * each counts what its name says.
 */
export type MfaKind = "failure" | "deny";

/**
 * Remembers when each actor failed or refused an MFA challenge. Times are the events' own (`published`), in nanoseconds
 * since the Unix epoch, signed 64-bit; they may come in any order and may lie before 1970.
 *
 * As in the plugin: a time that is known already is not recorded again; all times of an actor are forgotten when nothing
 * was recorded for `expirySeconds` by the receiver's own clock. An actor keeps its `timestampsPerActor` latest times; the
 * plugin keeps those recorded last, so that there it matters in which order events come. Kinds are kept apart.
 */
export interface MfaHistory {
	/** `actorId` may be empty: events without an actor count together. */
	record(kind: MfaKind, actorId: string, time: bigint): void;
	/** How many recorded times are later than `after`, which may lie outside 64 bits. There is no upper bound. */
	count(kind: MfaKind, actorId: string, after: bigint): bigint;
}

/** How much an `MfaHistory` keeps: the plugin's `cache_usermaxsize` and `cache_expiration`. */
export interface MfaHistoryLimits {
	readonly timestampsPerActor: number;
	readonly expirySeconds: number;
}

export const MFA_HISTORY_LIMITS: MfaHistoryLimits = { timestampsPerActor: 200, expirySeconds: 84_600 };

/** What the plugin's `init_config` may set here. An actor's times are one row, which is read and written whole. */
export const PLUGIN_SETTINGS: PluginSettings = {
	name: "okta",
	settings: {
		cache_usermaxsize: { min: 1, max: 10_000 },
		cache_expiration: { min: 1, max: 2_592_000 },
	},
	others: ["organization", "api_token", "refresh_interval"],
};

/** The limits that the plugin's `init_config` sets, and its defaults for what that leaves out. */
export function mfaHistoryLimits(initConfig: Readonly<Record<string, number>> = {}): MfaHistoryLimits {
	return {
		timestampsPerActor: initConfig.cache_usermaxsize ?? MFA_HISTORY_LIMITS.timestampsPerActor,
		expirySeconds: initConfig.cache_expiration ?? MFA_HISTORY_LIMITS.expirySeconds,
	};
}

/** Times of an actor with one more, in no order: where that is too many, without the earliest. */
export function withTime(times: BigInt64Array, time: bigint, { timestampsPerActor }: MfaHistoryLimits): BigInt64Array {
	if (times.includes(time)) return times;
	const all = BigInt64Array.of(...times, time);
	return all.length > timestampsPerActor ? all.sort().slice(-timestampsPerActor) : all;
}

/** An event that counts, and the counts as of it. */
export interface MfaAttempt {
	readonly kind: MfaKind;
	/** Attempts of this kind by this actor in the last so many seconds before the event, the event included. */
	readonly countLast: (seconds: bigint) => bigint;
}

/** An event and when it happened, which is read of no event that does not count. */
interface Timed {
	readonly log: JsonObject;
	/** Nanoseconds since the Unix epoch. */
	readonly time: bigint;
}

const NANOSECONDS = 1_000_000_000n;

/**
 * Enters the event into the history if it counts, and gives the counts as of it; undefined for any other event.
 * Recording the same event twice changes nothing.
 */
export function countMfa(event: Timed, history: MfaHistory): MfaAttempt | undefined {
	const { log } = event;
	const kind = mfaKind(log);
	if (kind === undefined) return undefined;
	const { time } = event;
	const actorId = text(lax(log).actor?.id);
	history.record(kind, actorId, time);
	return { kind, countLast: (seconds) => history.count(kind, actorId, time - seconds * NANOSECONDS) };
}

const DENY_PUSH = "user.mfa.okta_verify.deny_push";
const AUTH_VIA_MFA = "user.authentication.auth_via_mfa";

/** The types that events have which count. */
export const MFA_EVENT_TYPES: readonly string[] = [DENY_PUSH, AUTH_VIA_MFA];

/**
 * Which counter an event belongs to.
 *
 * A denial is a refused push: on Classic `user.mfa.okta_verify.deny_push`, whatever its outcome; on Identity Engine
 * `user.authentication.auth_via_mfa` with `pushOnlyResponseType` `OV_RESPONSE_DENY`. Its reason there is
 * `INVALID_CREDENTIALS`, but so is a mistyped code's, so the reason alone tells nothing.
 * A failure is any other failed `auth_via_mfa`, except the password step, which Identity Engine logs under that type too.
 */
export function mfaKind(log: JsonObject): MfaKind | undefined {
	if (log.eventType === DENY_PUSH) return "deny";
	if (log.eventType !== AUTH_VIA_MFA) return undefined;
	const debugData = lax(log).debugContext?.debugData;
	const response: unknown = debugData?.pushOnlyResponseType;
	if (response === "OV_RESPONSE_DENY") return "deny";
	if (resultOf(log) !== "FAILURE") return undefined;
	const factor: unknown = debugData?.factor;
	return factor === "PASSWORD_AS_FACTOR" ? undefined : "failure";
}
