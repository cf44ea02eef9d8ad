import type { Command } from "commander";
import { confirm } from "./ask.ts";
import { chosenHooks } from "./choose.ts";
import { type HookOptions, hookCommand, hookUrl, run, say, sayJson, tell } from "./command.ts";
import { connect } from "./connect.ts";
import { type EventHook, EventHooks } from "./event-hooks.ts";
import { label } from "./own-hooks.ts";

interface Options extends HookOptions {
	readonly dryRun?: true;
	readonly yes?: true;
}

/** `hook delete`: has Okta push nothing any more. */
export function deleteCommand(): Command {
	return hookCommand("delete")
		.description("deactivate and delete the Worker's event hooks, or those that are named")
		.argument("[hooks...]", "names or ids")
		.option("--dry-run", "tell what would be done, and change nothing")
		.option("-y, --yes", "do not ask")
		.action((names: string[], options: Options, command: Command) => run(command, () => deleteHooks(names, options)));
}

async function deleteHooks(names: readonly string[], options: Options): Promise<number> {
	const hooks = new EventHooks(await connect(options.org, ["okta.eventHooks.manage"]));
	const chosen = chosenHooks(await hooks.list(), { name: options.name, url: hookUrl(options) }, names);
	const isDry = options.dryRun === true;
	if (!isDry && chosen.length > 0) await consent(chosen, options);
	for (const hook of chosen) {
		if (!isDry) await deleteHook(hooks, hook);
		if (!options.json) say(`${label(hook)}: ${isDry ? "would be deleted" : "deleted"}`);
	}
	if (options.json) sayJson({ dryRun: isDry, deleted: chosen.map(({ id, name }) => ({ id, name })) });
	else if (chosen.length === 0) say("There is no event hook for the Worker.");
	return 0;
}

/** Okta deletes a hook only when it is not active. */
export async function deleteHook(hooks: EventHooks, { id, status }: EventHook): Promise<void> {
	if (status === "ACTIVE") await hooks.deactivate(id);
	await hooks.delete(id);
}

async function consent(chosen: readonly EventHook[], { yes }: Options): Promise<void> {
	if (yes) return;
	for (const hook of chosen)
		tell(`${label(hook)}: ${hook.events.items.length} event types to ${hook.channel.config.uri}`);
	const question = "Okta pushes nothing to the Worker any more, and the hooks cannot be had back. Delete them?";
	if (!(await confirm(question))) throw new Error("Nothing was deleted.");
}
