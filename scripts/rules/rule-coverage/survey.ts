import type { LoadedRule } from "../../../src/falco/load.ts";
import type { Priority } from "../../../src/falco/priority.ts";
import { suggest } from "../../../src/falco/suggest.ts";
import { EVENT_TYPES, EVENT_TYPES_RELEASE } from "../../../src/okta/event-types.ts";
import { type AttackTags, attackTags, TACTICS } from "./attack.ts";
import { neededTypes } from "./needed-types.ts";

/** How events of a type can reach rules: pushed by an event hook, only by asking the System Log, or never. */
export type Carrier = "event hook" | "System Log" | "none";

/** What feeds a rule: the carriers of its event types together. `any` needs no type in particular. */
export type Feed = "event hook" | "partly event hook" | "System Log" | "nothing" | "any";

export interface RuleCoverage extends AttackTags {
	readonly rule: string;
	readonly description: string;
	readonly priority: Priority;
	readonly enabled: boolean;
	readonly file: string;
	readonly feed: Feed;
	/** The event types with which the rule can alert; null when it can with any. */
	readonly eventTypes: readonly { readonly name: string; readonly carrier: Carrier }[] | null;
}

/** What rules see of Okta, and what of attacks. */
export interface Coverage {
	/** Release of Okta's catalogue of event types that this goes by. */
	readonly release: string;
	readonly rules: readonly RuleCoverage[];
	/** Tactics and techniques with the rules that are about them, on and off. */
	readonly attack: readonly AttackCoverage[];
	/** What is doubtful about the rules. */
	readonly warnings: readonly string[];
}

export interface AttackCoverage {
	/** The tactic's name. */
	readonly tactic: string;
	readonly techniques: readonly { readonly technique: string; readonly enabled: number; readonly disabled: number }[];
}

export function surveyRules(loaded: readonly LoadedRule[]): Coverage {
	const rules = loaded.map(coverRule);
	return {
		release: EVENT_TYPES_RELEASE,
		rules,
		attack: coverAttack(rules),
		warnings: rules.flatMap((rule) => warningsOf(rule).map((warning) => `${rule.file}: ${rule.rule}: ${warning}`)),
	};
}

function coverRule({ name, description, priority, enabled, place, condition, tags }: LoadedRule): RuleCoverage {
	const eventTypes = neededTypes(condition)?.map((type) => ({ name: type, carrier: carrierOf(type) })) ?? null;
	const feed = feedOf(eventTypes?.map(({ carrier }) => carrier));
	return { rule: name, description, priority, enabled, file: place.file, feed, eventTypes, ...attackTags(tags) };
}

function carrierOf(eventType: string): Carrier {
	const known = EVENT_TYPES.get(eventType);
	if (known === undefined) return "none";
	return known.hookEligible ? "event hook" : "System Log";
}

function feedOf(carriers: readonly Carrier[] | undefined): Feed {
	if (carriers === undefined) return "any";
	const real = carriers.filter((carrier) => carrier !== "none");
	if (real.length === 0) return "nothing";
	if (real.every((carrier) => carrier === "event hook")) return "event hook";
	return real.includes("event hook") ? "partly event hook" : "System Log";
}

function coverAttack(rules: readonly RuleCoverage[]): AttackCoverage[] {
	return Object.entries(TACTICS).flatMap(([tag, tactic]) => {
		const about = rules.filter(({ tactics }) => tactics.includes(tag));
		const numbers = [...new Set(about.flatMap(({ techniques }) => techniques))].sort();
		const techniques = numbers.map((technique) => {
			const own = about.filter((rule) => rule.techniques.includes(technique));
			const enabled = own.filter((rule) => rule.enabled).length;
			return { technique, enabled, disabled: own.length - enabled };
		});
		return about.length === 0 ? [] : [{ tactic, techniques }];
	});
}

function warningsOf({ eventTypes, tactics }: RuleCoverage): string[] {
	const unknown = (eventTypes ?? []).filter(({ carrier }) => carrier === "none");
	return [
		...unknown.map(({ name }) => unknownName(`Okta has no event type ${name}`, name, [...EVENT_TYPES.keys()])),
		...(eventTypes?.length === 0 ? ["no event can make its condition true"] : []),
		...tactics
			.filter((tactic) => !Object.hasOwn(TACTICS, tactic))
			.map((tactic) => unknownName(`ATT&CK has no tactic ${tactic}`, tactic, Object.keys(TACTICS))),
	];
}

function unknownName(message: string, name: string, known: readonly string[]): string {
	const similar = suggest(name, known);
	return similar === undefined ? message : `${message}; did you mean ${similar}?`;
}
