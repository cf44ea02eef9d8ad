import type { Command } from "commander";
import type { Rule } from "../../src/falco/rule-set.ts";
import { loadRules } from "../rules/loaded-rules.ts";
import { CONFIG_FILE } from "../rules/rule-files.ts";
import { confirm } from "./ask.ts";
import { bringUp, checkWorker } from "./bring-up.ts";
import { type HookOptions, hookCommand, neededHookUrl, run, say, sayJson, tell } from "./command.ts";
import { connect } from "./connect.ts";
import { changedHook, newHook } from "./definition.ts";
import { type EventHook, EventHooks } from "./event-hooks.ts";
import { type Needs, needsOf, withCarried } from "./needs.ts";
import { needsLines, needsSummary } from "./needs-lines.ts";
import { label, ownHooks } from "./own-hooks.ts";
import { type Change, planHooks } from "./plan.ts";
import { CURRENT, type SentHeaders, secondHeader, secretHeader, sentHeaders } from "./sent-headers.ts";

interface Options extends HookOptions {
	readonly config: string;
	readonly force?: true;
	readonly check: boolean;
	readonly dryRun?: true;
	readonly yes?: true;
}

const HELP = `
Creates as many event hooks as the event types take that the enabled rules need, and changes those that are there where
something is different. What is as it should be stays untouched, so it does no harm to run this again, after each change of
the rules for one. An event type that a hook carries already stays with that hook.

The secret is OKTA_HOOK_SECRET, the Worker's own; asked for where it is not in the environment. With OKTA_HOOK_HEADER_2 and
OKTA_HOOK_SECRET_2 the hooks send that header too. Okta tells nobody which secret it has: to give it another, use rotate.`;

/** `hook register`: has Okta push what the rules need. */
export function registerCommand(): Command {
	return hookCommand("register")
		.description("create or change the org's event hooks so that they carry what the rules need, and verify them")
		.option("--config <file>", "Falco configuration whose rules count", CONFIG_FILE)
		.option("--force", "send everything anew, the secret too, though nothing seems to be different")
		.option("--no-check", "do not try the Worker before Okta does")
		.option("--dry-run", "tell what would be done, and change nothing")
		.option("-y, --yes", "do not ask")
		.addHelpText("after", HELP)
		.action((options: Options, command: Command) => run(command, () => register(options)));
}

async function register(options: Options): Promise<number> {
	const known = needsOf(rulesOf(options.config));
	if (known.pushed.size === 0) throw new Error("No enabled rule needs an event that Okta pushes.");
	const url = neededHookUrl(options);
	const hooks = new EventHooks(await connect(options.org, ["okta.eventHooks.manage"]));
	const all = await hooks.list();
	const owner = { name: options.name, url };
	const needs = withCarried(known, ownHooks(all, owner));
	const changes = planHooks(all, {
		owner,
		channel: { url, header: secretHeader(), headers: secondHeader(CURRENT) },
		types: new Set(needs.pushed.keys()),
		force: options.force === true,
	});
	const isDry = options.dryRun === true;
	const done = isDry ? [] : await apply(hooks, changes, url, options);
	if (options.json) sayJson({ dryRun: isDry, ...needsJson(needs), hooks: changes.map(changeJson), done });
	else {
		const isNews = changes.some(({ kind }) => kind !== "keep");
		for (const change of changes) say(changeLine(change, isDry));
		for (const line of isNews ? needsLines(needs) : needsSummary(needs)) say(line);
	}
	return 0;
}

/** The enabled rules. What is wrong with them is on stderr. @throws Error when anything is */
export function rulesOf(config: string): readonly Rule[] {
	const ruleSet = loadRules({ config })?.loaded.ruleSet;
	if (ruleSet === undefined) throw new Error("The rules do not load.");
	return ruleSet.rules;
}

async function apply(hooks: EventHooks, changes: readonly Change[], url: URL, options: Options): Promise<EventHook[]> {
	const needing = changes.filter(({ kind }) => kind === "create" || kind === "replace");
	if (needing.length === 0) return [];
	const sent = await sentHeaders(CURRENT, "The hook's secret, as the Worker has it");
	if (options.check) await checkWorker(url, sent);
	await consent(changes, options);
	const done: EventHook[] = [];
	for (const change of needing) done.push(await applyChange(hooks, change, url, sent));
	return done;
}

async function applyChange(hooks: EventHooks, change: Change, url: URL, sent: SentHeaders): Promise<EventHook> {
	if (change.kind === "create") {
		const created = await hooks.create(newHook(change.name, change.types, url, sent));
		tell(`${label(created)}: created`);
		return bringUp(hooks, created, sent);
	}
	if (change.kind !== "replace") return change.hook;
	const replaced = await hooks.replace(change.hook.id, changedHook(change.hook, change.types, url.href, sent));
	tell(`${label(replaced)}: replaced`);
	return bringUp(hooks, replaced, sent);
}

/** Events are lost while a hook that delivers is verified anew. */
async function consent(changes: readonly Change[], { yes }: Options): Promise<void> {
	const interrupted = changes.flatMap((change) =>
		change.kind === "replace" && change.interrupts ? [`${label(change.hook)}: ${change.reasons.join(", ")}`] : [],
	);
	if (interrupted.length === 0 || yes) return;
	for (const line of interrupted) tell(line);
	const question = "Okta delivers nothing to these hooks until it has verified them anew. Go on?";
	if (!(await confirm(question))) throw new Error("Nothing was changed.");
}

function changeLine(change: Change, isDry: boolean): string {
	if (change.kind === "create")
		return `${change.name}: ${isDry ? "would be created" : "created"}, ${change.types.length} event types`;
	if (change.kind === "keep")
		return `${label(change.hook)}: as it should be, ${change.hook.events.items.length} event types`;
	if (change.kind === "surplus") {
		return `${label(change.hook)}: no rule needs it any more: npm run hook -- delete ${change.hook.id}`;
	}
	return `${label(change.hook)}: ${isDry ? "would be replaced" : "replaced"}, ${change.types.length} event types: ${change.reasons.join(", ")}`;
}

function changeJson(change: Change) {
	if (change.kind === "create") return change;
	const { id, name } = change.hook;
	if (change.kind !== "replace") return { kind: change.kind, id, name };
	const { kind, types, reasons, interrupts } = change;
	return { kind, id, name, types, reasons, interrupts };
}

function needsJson({ notPushed, unknown, ofAnyType }: Needs) {
	return { notPushed: Object.fromEntries(notPushed), unknown: Object.fromEntries(unknown), ofAnyType };
}
