import { isJsonObject, type JsonObject } from "../../src/okta/log-event.ts";

type Kind = "failure" | "deny";

const TIMES_KEPT = 200;

/** What the MFA counters should say, in the plainest way: every event is counted as what it is. */
export class MfaModel {
	readonly #times = new Map<string, bigint[]>();
	#kind: Kind | undefined;
	#time = 0n;
	#key = "";

	/** Goes on to the next event. */
	next(log: JsonObject, time: bigint): void {
		this.#kind = kindOf(log);
		this.#time = time;
		const actor = isJsonObject(log.actor) && typeof log.actor.id === "string" ? log.actor.id : "";
		this.#key = `${this.#kind}/${actor}`;
		if (this.#kind === undefined) return;
		const times = new Set(this.#times.get(this.#key)).add(time);
		const inOrder = [...times].sort((one, other) => (one < other ? -1 : 1));
		this.#times.set(this.#key, inOrder.slice(-TIMES_KEPT));
	}

	/** Of the current event: its kind's count over so many seconds; nothing for the other kind. */
	countLast(kind: Kind, seconds: bigint): bigint | undefined {
		if (kind !== this.#kind) return undefined;
		const after = this.#time - seconds * 1_000_000_000n;
		return BigInt((this.#times.get(this.#key) ?? []).filter((time) => time > after).length);
	}
}

function kindOf(log: JsonObject): Kind | undefined {
	const debugContext = isJsonObject(log.debugContext) ? log.debugContext : {};
	const debugData = isJsonObject(debugContext.debugData) ? debugContext.debugData : {};
	if (log.eventType === "user.mfa.okta_verify.deny_push") return "deny";
	if (log.eventType !== "user.authentication.auth_via_mfa") return undefined;
	if (debugData.pushOnlyResponseType === "OV_RESPONSE_DENY") return "deny";
	const isFailure = isJsonObject(log.outcome) && log.outcome.result === "FAILURE";
	return isFailure && debugData.factor !== "PASSWORD_AS_FACTOR" ? "failure" : undefined;
}
