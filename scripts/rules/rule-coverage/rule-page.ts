import { join, relative, sep } from "node:path";
import { callerPath } from "../../caller-path.ts";
import { techniqueName } from "./attack.ts";
import { sumText } from "./coverage-text.ts";
import type { CarriedType, Coverage, Feed, RuleCoverage } from "./survey.ts";

const HEAD = `<!-- Made by \`npm run rules -- coverage --markdown\` from the rule files. Do not edit. -->

# Rules

What each rule alerts on, how it can go wrong, and which events it needs. The files stand in the order of
[rules/falco.yaml](../rules/falco.yaml), which says which of them are loaded and how to tune them without editing them.
[rule-tests.md](rule-tests.md) tells how rules are tested, yours too.

Okta pushes only some of its event types to event hooks; the rest must be read from its System Log. An event type that
only the System Log has is marked \`†\`. Rules that are *off* wait for \`rules:\` in falco.yaml.
`;

const PROJECT = join(import.meta.dirname, "..", "..", "..");

const FEEDS: Readonly<Record<Feed, string>> = {
	"event hook": "event hook",
	"partly event hook": "event hook in part",
	"System Log": "System Log",
	nothing: "nothing",
	any: "any",
};

/** docs/rules.md: all rules in a table, ATT&CK, and then a section for each rule, by file. */
export function rulePage(coverage: Coverage): string {
	const files = [...new Set(coverage.rules.map(({ file }) => file))];
	return [
		HEAD,
		sumText(coverage),
		summary(coverage.rules),
		attackTable(coverage),
		...files.map((file) => fileSection(file, coverage.rules)),
	].join("\n");
}

function summary(rules: readonly RuleCoverage[]): string {
	const rows = rules.map(({ rule, priority, enabled, feed }) => {
		return [`[${cell(rule)}](#${anchor(rule)})`, priority, enabled ? "on" : "off", FEEDS[feed]];
	});
	return table(["Rule", "Priority", "Default", "Fed by"], rows);
}

function attackTable({ attack }: Coverage): string {
	const rows = attack.flatMap(({ tactic, techniques }) =>
		techniques.map(({ technique, enabled, disabled }) => [
			tactic,
			techniqueName(technique),
			`${enabled}`,
			`${disabled}`,
		]),
	);
	return `## MITRE ATT&CK\n\n${table(["Tactic", "Technique", "Rules on", "Rules off"], rows)}`;
}

function fileSection(file: string, rules: readonly RuleCoverage[]): string {
	const own = rules.filter((rule) => rule.file === file);
	const path = fromProject(file);
	return [`## [${path}](../${path})\n`, ...own.map(ruleSection)].join("\n");
}

/** The project's own files are named the same wherever the command is called from. */
function fromProject(file: string): string {
	const path = relative(PROJECT, callerPath(file)).split(sep).join("/");
	return path.startsWith("../") ? file : path;
}

function ruleSection(coverage: RuleCoverage): string {
	const { rule, description, priority, enabled, techniques, eventTypes, lookedBackAt } = coverage;
	const [about = "", mistakes] = description.trim().split(/\s*False positives: /);
	return [
		`### ${cell(rule)}\n`,
		`${about}\n`,
		...(mistakes === undefined ? [] : [`*False positives:* ${mistakes}\n`]),
		`- ${priority}, ${enabled ? "on" : "off"} by default`,
		`- Events: ${eventTypes === null ? "any" : listed(eventTypes)}`,
		...(lookedBackAt.length === 0 ? [] : [`- Looks back at: ${listed(lookedBackAt)}`]),
		...(techniques.length === 0 ? [] : [`- ATT&CK: ${techniques.map(techniqueName).join("; ")}`]),
		"",
	].join("\n");
}

function listed(types: readonly CarriedType[]): string {
	return types.map(({ name, carrier }) => `\`${name}\`${carrier === "System Log" ? " †" : ""}`).join(", ");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	return `${[head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`;
}

function cell(text: string): string {
	return text.replaceAll("|", "\\|");
}

/** The anchor that GitHub makes of a heading. */
function anchor(heading: string): string {
	return heading
		.toLowerCase()
		.replace(/[^\p{L}\p{N}\s_-]/gu, "")
		.replaceAll(" ", "-");
}
