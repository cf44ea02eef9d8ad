import type { LoadedRule } from "../../../src/falco/load.ts";
import type { Priority } from "../../../src/falco/priority.ts";
import { suggest } from "../../../src/falco/suggest.ts";
import { EVENT_TYPES, EVENT_TYPES_RELEASE } from "../../../src/okta/event-types.ts";
import { type AttackTags, attackTags, TACTICS } from "./attack.ts";
import { neededTypes, rememberedTypes } from "./needed-types.ts";

/** How events of a type can reach rules: pushed by an event hook, only by asking the System Log, or never. */
export type Carrier = "event hook" | "System Log" | "none";

/** What feeds a rule: the carriers of its event types together. `any` needs no type in particular. */
export type Feed = "event hook" | "partly event hook" | "System Log" | "nothing" | "any";

/** An event type and what carries it. */
export interface CarriedType {
	readonly name: string;
	readonly carrier: Carrier;
}

export interface RuleCoverage extends AttackTags {
	readonly rule: string;
	readonly description: string;
	readonly priority: Priority;
	readonly enabled: boolean;
	readonly file: string;
	readonly feed: Feed;
	/** The event types with which the rule can alert; null when it can with any. */
	readonly eventTypes: readonly CarriedType[] | null;
	/** The event types that it looks back at, beside those. */
	readonly lookedBackAt: readonly CarriedType[];
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

function coverRule(rule: LoadedRule): RuleCoverage {
	const { name, description, priority, enabled, place, condition, tags } = rule;
	const needed = neededTypes(condition);
	const eventTypes = needed?.map(carried) ?? null;
	const lookedBackAt = rememberedTypes(rule)
		.filter((type) => needed?.includes(type) !== true)
		.map(carried);
	const feed = feedOf(eventTypes, lookedBackAt);
	const events = { feed, eventTypes, lookedBackAt };
	return { rule: name, description, priority, enabled, file: place.file, ...events, ...attackTags(tags) };
}

function carried(name: string): CarriedType {
	const known = EVENT_TYPES.get(name);
	if (known === undefined) return { name, carrier: "none" };
	return { name, carrier: known.hookEligible ? "event hook" : "System Log" };
}

function feedOf(eventTypes: readonly CarriedType[] | null, lookedBackAt: readonly CarriedType[]): Feed {
	if (eventTypes === null) return "any";
	if (eventTypes.every(({ carrier }) => carrier === "none")) return "nothing";
	const carriers = [...eventTypes, ...lookedBackAt].map(({ carrier }) => carrier);
	const real = carriers.filter((carrier) => carrier !== "none");
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

function warningsOf({ eventTypes, lookedBackAt, tactics }: RuleCoverage): string[] {
	const unknown = [...(eventTypes ?? []), ...lookedBackAt].filter(({ carrier }) => carrier === "none");
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
