import { hostname as machineName } from "node:os";
import { fieldUses } from "../../src/falco/field-uses.ts";
import type { RuleSet } from "../../src/falco/rule-set.ts";
import { type OktaEvent, oktaEvent } from "../../src/okta/event.ts";
import type { JsonObject } from "../../src/okta/log-event.ts";
import { mfaHistoryLimits } from "../../src/okta/mfa-counters.ts";
import { mfaMemory } from "../../src/okta/mfa-memory.ts";
import { seriesMemory } from "../../src/okta/windows/memory.ts";
import { isWindowField, SCOPE, WindowPlan } from "../../src/okta/windows/plan.ts";
import { WINDOW_LIMITS, Windows } from "../../src/okta/windows/windows.ts";

/** What events do not say of themselves. */
export interface EventOrigin {
	/** The Okta organization (`okta.org`). */
	readonly org: string;
	/** Host name that alerts carry (`evt.hostname`). */
	readonly hostname: string;
}

/**
 * What alerts say of where they come from, unless the caller says so: the Worker's own variables, as far as the
 * environment has them, then Falco's, then this machine.
 */
export function defaultOrigin(environment: NodeJS.ProcessEnv): EventOrigin {
	const orgHost = URL.parse(environment.OKTA_ORG_URL ?? "")?.hostname;
	return {
		hostname: environment.FALCO_HOSTNAME || environment.HOSTNAME || orgHost || machineName(),
		org: orgHost?.split(".")[0] ?? "acme",
	};
}

/**
 * Readies events one after another, as the Worker does: numbered, and remembered as far as the rules look back at
 * earlier ones. `inOrder`: none is earlier than the one before, so that less need be remembered.
 */
export function eventSequence(
	{ rules, initConfig }: Pick<RuleSet, "rules" | "initConfig">,
	{ org, hostname }: EventOrigin,
	{ inOrder = false }: { readonly inOrder?: boolean } = {},
): (log: JsonObject) => OktaEvent {
	const history = mfaMemory(mfaHistoryLimits(initConfig));
	const plan = new WindowPlan(fieldUses(rules, isWindowField, SCOPE));
	const limits = inOrder ? { ...WINDOW_LIMITS, lateSeconds: 0 } : WINDOW_LIMITS;
	const windows = new Windows(plan, seriesMemory(), limits).enter;
	let number = 0n;
	let firstTime: bigint | undefined;
	return (log) => {
		number++;
		const event = oktaEvent(log, { number, firstTime, org, hostname, history, windows });
		firstTime = event.firstTime;
		return event;
	};
}
