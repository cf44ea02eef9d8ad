import type { FieldTable } from "../falco/field.ts";
import type { OktaEvent } from "./event.ts";
import { always, byKey, costly, ofElement, ofTargets, sometimes } from "./field-kinds.ts";
import { items, type JsonObject, type Lax, lax, member, memberAt, optionalText } from "./log-event.ts";
import { behavior, riskLevel, riskReasons } from "./signals.ts";
import { targetsOf } from "./targets.ts";

/** Fields that Falco's okta plugin does not have. A rule that uses one loads here only. */
export const OWN_FIELDS = {
	"okta.uuid": always((log) => log.uuid, "Id of the event, the same wherever Okta delivers it."),
	"okta.debug": byKey("A member of the event's debug data by Okta's name for it: `okta.debug[dtHash]`.", debugText),
	"okta.risk.level": costly(sometimes("Risk as Okta rates it: LOW, MEDIUM or HIGH.", riskLevel)),
	"okta.risk.reasons": costly(sometimes("Why Okta rates the risk so, separated by commas.", riskReasons)),
	"okta.behavior": costly(byKey("How one behavior was judged: `okta.behavior[NewDevice] = POSITIVE`.", behavior)),
	"okta.threatsuspected": sometimes("Whether Okta suspects an attack: true or false.", (log) =>
		optionalText(lax(log).debugContext?.debugData?.threatSuspected),
	),
	"okta.targets.id": ofTargets((target) => target.id, "Ids of all targets as `(a,b)`, or the one at an index."),
	"okta.targets.type": ofTargets((target) => target.type, "Types of all targets as `(a,b)`, or the one at an index."),
	"okta.targets.alternateid": ofTargets(
		(target) => target.alternateId,
		"Other ids of all targets as `(a,b)`, or the one at an index.",
	),
	"okta.client.ipchain": ofElement(
		ipChain,
		(link) => link.ip,
		"Address at an index of the chain that the request came through.",
	),
	"okta.change.from": byKey("What a changed setting was: `okta.change.from[ruleAction]`.", (key) =>
		changed("from", key),
	),
	"okta.change.to": byKey("What a changed setting is now: `okta.change.to[ruleAction]`.", (key) => changed("to", key)),
} satisfies FieldTable<OktaEvent>;

function debugText(key: string): (log: JsonObject) => string | undefined {
	return (log) => optionalText(member(lax(log).debugContext?.debugData, key));
}

/** Event hooks put the chain into `client`, the System Log API into `request`. */
function ipChain(log: Lax): readonly (Lax | null)[] {
	const chain = items(log.request?.ipChain);
	return (chain.length > 0 ? chain : items(log.client?.ipChain)) as readonly (Lax | null)[];
}

/** The setting's value in the `changeDetails` of the last target that has one. */
function changed(side: "from" | "to", key: string): (log: JsonObject) => string | undefined {
	return (log) => {
		const targets = targetsOf(log);
		for (let at = targets.length - 1; at >= 0; at--) {
			const value = optionalText(memberAt(targets[at], ["changeDetails", side, key]));
			if (value !== undefined) return value;
		}
		return undefined;
	};
}
