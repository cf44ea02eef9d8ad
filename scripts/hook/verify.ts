import type { Command } from "commander";
import { bringUp, verify as verifyHook } from "./bring-up.ts";
import { chosenHooks } from "./choose.ts";
import { type HookOptions, hookCommand, hookUrl, run, say, sayJson } from "./command.ts";
import { connect } from "./connect.ts";
import { EventHooks } from "./event-hooks.ts";
import { delivers, label } from "./own-hooks.ts";
import { CURRENT, knownHeaders } from "./sent-headers.ts";

interface Options extends HookOptions {
	readonly dryRun?: true;
}

const HELP = `
Where OKTA_HOOK_SECRET is in the environment, a failure is looked into: the Worker is asked from here as Okta asks it.`;

/** `hook verify`: has Okta verify hooks. */
export function verifyCommand(): Command {
	return hookCommand("verify")
		.description("have Okta verify the event hooks that are not verified, or those that are named")
		.argument("[hooks...]", "names or ids")
		.option("--dry-run", "tell what would be done, and change nothing")
		.addHelpText("after", HELP)
		.action((names: string[], options: Options, command: Command) => run(command, () => verify(names, options)));
}

async function verify(names: readonly string[], options: Options): Promise<number> {
	const hooks = new EventHooks(await connect(options.org, ["okta.eventHooks.manage"]));
	const chosen = chosenHooks(await hooks.list(), { name: options.name, url: hookUrl(options) }, names);
	if (chosen.length === 0) throw new Error("There is no event hook for the Worker: npm run hook -- register");
	const sent = await knownHeaders(CURRENT);
	const results = [];
	for (const hook of chosen) {
		const isDue = names.length > 0 || !delivers(hook);
		const isDone = isDue && options.dryRun !== true;
		const done = delivers(hook) ? verifyHook : bringUp;
		const after = isDone ? await done(hooks, hook, sent) : hook;
		results.push({ id: hook.id, name: hook.name, isDue, verificationStatus: after.verificationStatus });
		if (!options.json) say(`${label(hook)}: ${resultOf(isDue, isDone)}`);
	}
	if (options.json) sayJson({ dryRun: options.dryRun === true, hooks: results });
	return 0;
}

function resultOf(isDue: boolean, isDone: boolean): string {
	if (!isDue) return "is verified";
	return isDone ? "is active and verified now" : "would be verified";
}
