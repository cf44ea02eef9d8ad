import { techniqueName } from "./attack.ts";
import type { CarriedType, Carrier, Coverage, Feed, RuleCoverage } from "./survey.ts";

/** How many event types one event hook can carry (Okta's event hook concepts page). */
const TYPES_PER_HOOK = 300;

/** Coverage as a terminal shows it: each rule with its event types, then the sums, then ATT&CK. */
export function coverageText(coverage: Coverage): string {
	const rules = coverage.rules.map(ruleText).join("");
	return `${rules}\n${sumText(coverage)}\n${attackText(coverage)}`;
}

function ruleText(coverage: RuleCoverage): string {
	const { rule, enabled, feed } = coverage;
	const types = typesOf(coverage);
	const lines = (["event hook", "System Log", "none"] as const).flatMap((carrier) => carriedText(carrier, types));
	return `${enabled ? "on " : "off"}  ${rule} (${FEEDS[feed]})\n${lines.join("")}`;
}

/** The event types that a rule names: those with which it can alert, and those that it looks back at. */
function typesOf({ eventTypes, lookedBackAt }: RuleCoverage): readonly CarriedType[] {
	return [...(eventTypes ?? []), ...lookedBackAt];
}

const FEEDS: Readonly<Record<Feed, string>> = {
	"event hook": "event hook",
	"partly event hook": "event hook in part",
	"System Log": "System Log only",
	nothing: "no such events",
	any: "any event type",
};

function carriedText(carrier: Carrier, types: readonly CarriedType[]): string[] {
	const names = types.filter((type) => type.carrier === carrier).map(({ name }) => name);
	return names.length === 0 ? [] : [`       ${carrier.padEnd(10)}  ${names.join(", ")}\n`];
}

/** How many of the enabled rules are fed by what, and what an event hook has to carry for them. */
export function sumText({ rules, release }: Coverage): string {
	const enabled = rules.filter((rule) => rule.enabled);
	const count = (feed: Feed) => enabled.filter((rule) => rule.feed === feed).length;
	const types = new Set(enabled.flatMap(typesOf).flatMap(hookType));
	const any = count("any") === 0 ? "" : ` ${count("any")} alert on any type.`;
	const nothing = count("nothing") === 0 ? "" : ` ${count("nothing")} can never alert.`;
	return `${rules.length} rules, ${enabled.length} enabled. Of these an event hook feeds ${count("event hook")} wholly and \
${count("partly event hook")} in part; ${count("System Log")} need the System Log.${any}${nothing}
They need ${types.size} of the event types that a hook can carry; one hook carries ${TYPES_PER_HOOK}. Catalogue ${release}.
`;
}

function hookType({ name, carrier }: CarriedType): string[] {
	return carrier === "event hook" ? [name] : [];
}

function attackText({ attack }: Coverage): string {
	return attack
		.map(({ tactic, techniques }) => {
			const lines = techniques.map(({ technique, enabled, disabled }) => {
				const off = disabled === 0 ? "" : `, ${disabled} off`;
				return `  ${techniqueName(technique)}: ${enabled} on${off}\n`;
			});
			return `${tactic}\n${lines.join("")}`;
		})
		.join("");
}
