import type { Command } from "commander";
import { tableLines } from "../alerts/table.ts";
import { CONFIG_FILE } from "../rules/rule-files.ts";
import { AMISS, type HookOptions, hookCommand, hookUrl, run, say, sayJson } from "./command.ts";
import { connect } from "./connect.ts";
import { filteredTypes } from "./definition.ts";
import { type EventHook, EventHooks } from "./event-hooks.ts";
import { needsOf, withCarried } from "./needs.ts";
import { needsLines } from "./needs-lines.ts";
import { bridgeHooks, delivers, isAt, label, ownHooks } from "./own-hooks.ts";
import { rulesOf } from "./register.ts";

interface Options extends HookOptions {
	readonly config: string;
}

const HELP = `
Exit status: 0 when Okta pushes all that the rules need and that it can push, 2 when it does not.`;

/** `hook status`: what Okta pushes, against what the rules need. */
export function statusCommand(): Command {
	return hookCommand("status")
		.description("tell which event hooks the org has for the Worker, and whether they carry what the rules need")
		.option("--config <file>", "Falco configuration whose rules count", CONFIG_FILE)
		.addHelpText("after", HELP)
		.action((options: Options, command: Command) => run(command, () => status(options)));
}

async function status(options: Options): Promise<number> {
	const known = needsOf(rulesOf(options.config));
	const owner = { name: options.name, url: hookUrl(options) };
	const all = await new EventHooks(await connect(options.org, ["okta.eventHooks.read"])).list();
	const [own, bridges] = [ownHooks(all, owner), bridgeHooks(all, owner)];
	const needs = withCarried(known, own);
	const carried = new Set(own.filter(delivers).flatMap(({ events }) => events.items));
	const missing = [...needs.pushed.keys()].filter((type) => !carried.has(type)).sort();
	const faults = [
		...(own.length === 0 ? ["There is no event hook for the Worker: npm run hook -- register"] : []),
		...own.flatMap((hook) => hookFaults(hook, owner.url)),
		...bridges.map((hook) => `${label(hook)} is left of a rotation that did not end: npm run hook -- rotate`),
	];
	const unneeded = [...carried].filter((type) => !needs.pushed.has(type)).sort();
	if (options.json) {
		sayJson({ hooks: own.map(hookJson), faults, missing, unneeded, notPushed: Object.fromEntries(needs.notPushed) });
	} else {
		const heading = ["Event hook", "Status", "Verification", "Types", "Address"];
		for (const line of tableLines([heading, ...own.map(hookRow)])) say(line);
		for (const fault of faults) say(`! ${fault}`);
		if (own.length > 0)
			for (const line of typeLines("! Not carried, though rules need it (register adds it)", missing)) say(line);
		for (const line of typeLines("Carried, though no rule needs it (register drops it)", unneeded)) say(line);
		for (const line of needsLines(needs)) say(line);
	}
	return missing.length + faults.length === 0 ? 0 : AMISS;
}

function hookFaults(hook: EventHook, url: URL | undefined): string[] {
	const { status: state, verificationStatus } = hook;
	const filtered = filteredTypes(hook);
	return [
		...(state === "ACTIVE" ? [] : [`${label(hook)} is ${state}: npm run hook -- register`]),
		...(verificationStatus === "VERIFIED" ? [] : [`${label(hook)} is ${verificationStatus}: npm run hook -- verify`]),
		...(url === undefined || isAt(hook, url) ? [] : [`${label(hook)} calls another address: npm run hook -- register`]),
		...(filtered.length === 0
			? []
			: [`${label(hook)} has a filter that keeps some events away: ${filtered.join(", ")}`]),
	];
}

function hookRow(hook: EventHook): string[] {
	const { status: state, verificationStatus, events, channel } = hook;
	return [label(hook), state, verificationStatus, String(events.items.length), channel.config.uri];
}

function hookJson({ id, name, status: state, verificationStatus, events, channel }: EventHook) {
	const { uri: url, authScheme } = channel.config;
	return { id, name, status: state, verificationStatus, url, header: authScheme?.key ?? null, types: events.items };
}

function typeLines(heading: string, types: readonly string[]): string[] {
	return types.length === 0 ? [] : ["", `${heading}:`, ...types.map((type) => `  ${type}`)];
}
