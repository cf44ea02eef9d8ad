import { type Command, InvalidArgumentError, Option } from "commander";
import { AMISS, counted, type HookOptions, hookCommand, hookUrl, run, say, sayJson, tell } from "./command.ts";
import { connect } from "./connect.ts";
import { EventHooks } from "./event-hooks.ts";
import { bridgeHooks, ownHooks } from "./own-hooks.ts";
import { type Rotation, rotateInOkta } from "./rotate-in-okta.ts";
import { readyWorker, retireOld, type WorkerState, workerState } from "./rotate-in-worker.ts";
import { CURRENT, sentHeaders } from "./sent-headers.ts";

interface Options extends HookOptions {
	readonly overlap: number;
	readonly inPlace?: true;
	readonly runWrangler?: true;
	readonly workerName?: string;
	readonly dryRun?: true;
}

const HELP = `
OKTA_HOOK_SECRET is the new secret, OKTA_HOOK_SECRET_PREVIOUS the one that Okta sends now, as in the Worker's own settings;
what is not in the environment is asked for. With OKTA_HOOK_HEADER_2, the same goes for OKTA_HOOK_SECRET_2.

Okta sends nothing to a hook between its new secret and its new verification. So that no event is lost meanwhile, a second
hook, the bridge, carries the same event types with the new secret until that is over:

  1. The Worker takes both secrets (wrangler secret put; --run-wrangler does it).
  2. Okta gets the bridge, and verifies it.
  3. Each of the hooks gets the new secret, and Okta verifies it. Before and after that is a wait (--overlap), because Okta
     takes some minutes to begin sending.
  4. The bridge is deleted, and the Worker forgets the old secret (wrangler secret delete).

It can be stopped at any point and run again, with the same two secrets. Exit status 2: the Worker does not take the new
secret yet; the commands for that are printed.`;

/** `hook rotate`: another secret, without losing an event. */
export function rotateCommand(): Command {
	return hookCommand("rotate")
		.description("give the event hooks another secret, without losing an event")
		.addOption(
			new Option("--overlap <time>", "how long Okta may take to begin sending to a hook: 5m, 30s, 0")
				.default(300_000, "5m")
				.argParser(readTime),
		)
		.option("--in-place", "without the bridge: events of a few seconds, or minutes, are lost to the hooks")
		.option("--run-wrangler", "set and delete the Worker's secrets too, with Wrangler")
		.option("--worker-name <name>", "the Worker's name for Wrangler, if it is not wrangler.toml's")
		.option("--dry-run", "tell what would be done, and change nothing")
		.addHelpText("after", HELP)
		.action((options: Options, command: Command) => run(command, () => rotate(options)));
}

async function rotate(options: Options): Promise<number> {
	const owner = { name: options.name, url: hookUrl(options) };
	const hooks = new EventHooks(await connect(options.org, ["okta.eventHooks.manage"]));
	const all = await hooks.list();
	const own = ownHooks(all, owner);
	if (own.length === 0) throw new Error("There is no event hook for the Worker: npm run hook -- register");
	const after = await sentHeaders(CURRENT, "The new secret");
	const rotation: Rotation = { hooks, all, own, bridges: bridgeHooks(all, owner), after, ...options };
	const worker = await workerState(own, after);
	if (options.dryRun) return tellSteps(rotation, worker, options);
	if (worker.kind === "behind" && !(await readyWorker(worker, options))) return AMISS;
	const done = await rotateInOkta(rotation);
	await retireOld(worker, options);
	if (options.json)
		sayJson({ hooks: done.map(({ id, name, verificationStatus }) => ({ id, name, verificationStatus })) });
	else say(`${counted(done.length, "event hook")}: the new secret, verified.`);
	return 0;
}

function tellSteps({ own, inPlace, overlap }: Rotation, worker: WorkerState, { json }: Options): number {
	const wait = overlap > 0 ? [`wait ${overlap / 1_000} s`] : [];
	const bridge = own.map(({ name }) => `create a bridge for ${name}, with the new secret, and verify it`);
	const replace = own.map(({ name }) => `give ${name} the new secret, and verify it`);
	const steps = [
		...(worker.kind === "behind" ? worker.commands : []),
		...(inPlace ? [] : [...bridge, ...wait]),
		...replace,
		...wait,
		...(inPlace ? [] : ["delete the bridges"]),
		...worker.retire,
	];
	if (json) sayJson({ dryRun: true, steps });
	else for (const [at, step] of steps.entries()) say(`${at + 1}. ${step}`);
	if (worker.kind === "ready") tell("The Worker takes the new secret already.");
	return 0;
}

const UNITS = { s: 1_000, m: 60_000 };

function readTime(text: string): number {
	const [, number, unit = "s"] = /^(\d{1,4})([sm])?$/.exec(text) ?? [];
	if (number === undefined) throw new InvalidArgumentError("Give minutes, such as 5m, or seconds, such as 30s.");
	return Number(number) * UNITS[unit as keyof typeof UNITS];
}
