import { fieldUses } from "../../src/falco/field-uses.ts";
import type { Rule } from "../../src/falco/rule-set.ts";
import { type OktaEvent, oktaEvent } from "../../src/okta/event.ts";
import type { JsonObject } from "../../src/okta/log-event.ts";
import { mfaMemory } from "../../src/okta/mfa-memory.ts";
import { seriesMemory } from "../../src/okta/windows/memory.ts";
import { isWindowField, SCOPE, WindowPlan } from "../../src/okta/windows/plan.ts";
import { Windows } from "../../src/okta/windows/windows.ts";

/** What events do not say of themselves. */
export interface EventOrigin {
	/** The Okta organization (`okta.org`). */
	readonly org: string;
	/** Host name that alerts carry (`evt.hostname`). */
	readonly hostname: string;
}

/**
 * Readies events one after another, as the Worker does: numbered, and remembered as far as these rules look back at
 * earlier ones.
 */
export function eventSequence(rules: readonly Rule[], { org, hostname }: EventOrigin): (log: JsonObject) => OktaEvent {
	const history = mfaMemory();
	const plan = new WindowPlan(fieldUses(rules, isWindowField, SCOPE));
	const windows = new Windows(plan, seriesMemory()).enter;
	let number = 0n;
	let firstTime: bigint | undefined;
	return (log) => {
		const context = {
			number: number + 1n,
			org,
			hostname,
			history,
			windows,
			...(firstTime !== undefined && { firstTime }),
		};
		const event = oktaEvent(log, context);
		number = event.number;
		firstTime = event.firstTime;
		return event;
	};
}
