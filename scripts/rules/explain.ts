import { Command } from "commander";
import type { FalcoConfig } from "../../src/falco/config.ts";
import { type Explained, explainCondition } from "../../src/falco/explain.ts";
import { compileRegex } from "../../src/falco/filter/regex.ts";
import type { LoadedRule } from "../../src/falco/load.ts";
import type { OktaEvent } from "../../src/okta/event.ts";
import { OKTA_FIELDS } from "../../src/okta/fields.ts";
import { member, text } from "../../src/okta/log-event.ts";
import { visible } from "../terminal.ts";
import { defaultOrigin, type EventOrigin, eventSequence } from "./event-sequence.ts";
import { explainedText } from "./explained-text.ts";
import { findRule } from "./find-rule.ts";
import { loadRules, type RuleSource } from "./loaded-rules.ts";
import { readEventFile } from "./read-event-file.ts";
import { CONFIG_FILE } from "./rule-files.ts";

interface Options extends RuleSource, EventOrigin {
	readonly event: string;
	readonly uuid?: string;
	readonly json?: true;
}

/** `rules explain`: why a rule alerts on an event, or why it does not. Exits with 1 when there is no such rule or event. */
export function explainCommand(): Command {
	const { hostname, org } = defaultOrigin(process.env);
	return new Command("explain")
		.description("show why a rule alerts on an event, or why it does not: each part of its condition, each value")
		.argument("<rule>", "name of the rule, or a part of it that is only its own")
		.requiredOption("--event <file>", "LogEvent, delivery of an event hook, or JSON Lines; - for standard input")
		.option("--uuid <uuid>", "which event of the file; the last, without; those before it are counted")
		.option("--rules <files...>", "rule files or folders; without any, those that the configuration names")
		.option("--config <file>", "Falco configuration to use when no rules are named", CONFIG_FILE)
		.option("--hostname <name>", "host name that alerts carry (evt.hostname)", hostname)
		.option("--org <name>", "the Okta organization (okta.org)", org)
		.option("--json", "as JSON")
		.action((rule: string, options: Options) => {
			process.exitCode = explain(rule, options);
		});
}

function explain(wanted: string, options: Options): number {
	const rules = loadRules(options);
	if (rules === undefined) return 1;
	const rule = findRule(rules.loaded.rules, wanted);
	if (typeof rule === "string") return failed(rule);
	const { staticFields, initConfig } = rules.read.config;
	const event = findEvent(rule, initConfig, options);
	if (event === undefined) return failed(`${options.event} holds no event with uuid ${options.uuid}`);
	const explained = explainCondition(rule.condition, event, OKTA_FIELDS, { staticFields, compileRegex });
	process.stdout.write(options.json ? jsonOf(rule, event, explained) : textOf(rule, event, explained));
	return 0;
}

function failed(reason: string): number {
	process.stderr.write(`${visible(reason)}\n`);
	return 1;
}

function findEvent(
	rule: LoadedRule,
	initConfig: FalcoConfig["initConfig"],
	{ event: file, uuid, ...origin }: Options,
): OktaEvent | undefined {
	const ready = eventSequence({ rules: [rule], initConfig }, origin);
	let found: OktaEvent | undefined;
	for (const log of readEventFile(file)) {
		found = ready(log);
		if (uuid !== undefined && member(log, "uuid") === uuid) return found;
	}
	return uuid === undefined ? found : undefined;
}

function jsonOf({ name, enabled, priority }: LoadedRule, { log }: OktaEvent, explained: Explained): string {
	const { uuid = null, eventType = null, published = null } = log;
	const event = { uuid, eventType, published };
	return `${JSON.stringify({ rule: name, enabled, priority, event, matches: explained.holds, explained }, null, 2)}\n`;
}

function textOf({ name, enabled }: LoadedRule, { log }: OktaEvent, explained: Explained): string {
	const verdict = explained.holds ? "matches" : "does not match";
	const state = enabled ? "" : " (the rule is not enabled)";
	const event = [log.eventType, log.published, log.uuid].map(text).filter(Boolean).join(" ");
	const colour = process.stdout.hasColors?.() ?? false;
	return `${visible(`${name} ${verdict}${state}: ${event}`)}\n${explainedText(explained, colour)}`;
}
