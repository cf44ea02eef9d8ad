import { setTimeout as sleep } from "node:timers/promises";
import { readSettings } from "../../src/worker/settings.ts";
import { runWrangler } from "../wrangler/run-wrangler.ts";
import { type ChallengeResult, challenge } from "./challenge.ts";
import { say, tell } from "./command.ts";
import type { EventHook } from "./event-hooks.ts";
import { PREVIOUS, type SentHeaders, sentHeaders } from "./sent-headers.ts";

/** Whether the Worker takes the new secret. */
export type WorkerState = { readonly urls: readonly URL[]; readonly retire: readonly string[] } & (
	| { readonly kind: "ready" }
	| {
			readonly kind: "behind";
			/** In this order: until all are there, the old ones go on to be taken. */
			readonly secrets: readonly { readonly name: string; readonly value: string }[];
			readonly commands: readonly string[];
			readonly after: SentHeaders;
	  }
);

export interface WranglerUse {
	readonly runWrangler?: true;
	readonly workerName?: string;
}

/**
 * Asks the Worker whether it takes the new secret.
 * @throws Error when it takes neither that nor the old one, when it would take nothing with the new one, or when that is a
 * signed token, which is not for it to be given
 */
export async function workerState(own: readonly EventHook[], after: SentHeaders): Promise<WorkerState> {
	const urls = [...new Set(own.map(({ channel }) => channel.config.uri))].map((uri) => new URL(uri));
	const isTaken = await allTake(urls, after);
	if (isTaken.kind === "taken") {
		// Which of them were given to it cannot be told any more.
		const second = after.headers.length > 0 ? ["OKTA_HOOK_SECRET_2_PREVIOUS"] : [];
		return { kind: "ready", urls, retire: ["OKTA_HOOK_SECRET_PREVIOUS", ...second].map(deleteCommand) };
	}
	if (isTaken.kind === "refused" && SIGNED_TOKEN.test(after.authScheme.value)) {
		const addresses = urls.map(({ href }) => href).join(", ");
		throw new Error(
			`The Worker does not take this token, and as a secret it would be good for ever. It has to be signed with a key of OKTA_HOOK_JWKS, for the org of OKTA_ORG_URL and for ${addresses}: the Worker's log says which of these it is not.`,
		);
	}
	if (isTaken.kind === "broken") throw new Error(`The Worker does not answer as it should: ${isTaken.reason}.`);
	const before = await sentHeaders(PREVIOUS, "The secret that Okta sends now");
	const old = await allTake(urls, before);
	if (old.kind !== "taken")
		throw new Error(`The Worker takes neither the new secret nor the one before: ${old.reason}.`);
	const secrets = changedSecrets(before, after);
	if (secrets.length === 0) throw new Error("The new secret is the old one.");
	checkSecrets(secrets);
	const commands = secrets.map(({ name }) => `npx wrangler secret put ${name}`);
	const previous = secrets.map(({ name }) => name).filter((name) => name.endsWith("_PREVIOUS"));
	return { kind: "behind", urls, retire: previous.map(deleteCommand), secrets, commands, after };
}

/** What `hook token` makes (src/okta/hook-token.ts). */
const SIGNED_TOKEN = /^Bearer +[\w-]+\.[\w-]+\.[\w-]+$/i;

/** With a secret that has a fault the Worker takes nothing at all. @throws Error that says what is wrong */
function checkSecrets(secrets: readonly { readonly name: string; readonly value: string }[]): void {
	const { faults } = readSettings(Object.fromEntries(secrets.map(({ name, value }) => [name, value])));
	const fault = faults.find(({ name }) => secrets.some((secret) => secret.name === name));
	if (fault !== undefined) throw new Error(`${fault.name} ${fault.fault}`);
}

function deleteCommand(name: string): string {
	return `npx wrangler secret delete ${name}`;
}

/**
 * Has the Worker take both secrets: with Wrangler, where that is wanted; else the commands are printed, and it is not done.
 * @throws Error when Wrangler fails, or what it set does not arrive
 */
export async function readyWorker(
	worker: Extract<WorkerState, { kind: "behind" }>,
	use: WranglerUse,
): Promise<boolean> {
	if (!use.runWrangler) {
		say("The Worker does not take the new secret yet. Run these, then this again; each asks for a value:");
		for (const [at, { name }] of worker.secrets.entries()) {
			say(
				`  npx wrangler secret put ${name}${nameArgument(use)}   # ${at % 2 === 0 ? "the secret of now" : "the new one"}`,
			);
		}
		return false;
	}
	for (const { name, value } of worker.secrets) {
		await wrangler(["secret", "put", name], use, value);
		tell(`${name} is set`);
	}
	await waitUntil("taken", worker.urls, worker.after);
	return true;
}

/** Has the Worker forget the secret before, now that nothing sends it. */
export async function retireOld({ retire }: WorkerState, use: WranglerUse): Promise<void> {
	if (!use.runWrangler) {
		say("Nothing sends the old secret any more. Have the Worker forget it:");
		for (const command of retire) say(`  ${command}${nameArgument(use)}`);
		return;
	}
	for (const command of retire) {
		const name = command.split(" ").at(-1) ?? "";
		// It may be gone already, and everything else is done.
		const failure = await wrangler(["secret", "delete", name], use).catch((error: unknown) => error);
		tell(failure instanceof Error ? `${name} is not deleted: ${failure.message}` : `${name} is deleted`);
	}
}

/** The old one becomes the previous one first: the Worker takes that all the time. */
function changedSecrets(before: SentHeaders, after: SentHeaders) {
	const pairs = [
		["OKTA_HOOK_SECRET", before.authScheme, after.authScheme] as const,
		["OKTA_HOOK_SECRET_2", before.headers[0], after.headers[0]] as const,
	];
	return pairs.flatMap(([name, old, now]) =>
		old === undefined || now === undefined || old.value === now.value
			? []
			: [
					{ name: `${name}_PREVIOUS`, value: old.value },
					{ name, value: now.value },
				],
	);
}

async function wrangler(args: readonly string[], use: WranglerUse, input?: string): Promise<void> {
	const name = use.workerName === undefined ? [] : ["--name", use.workerName];
	const { status, stdout, stderr } = await runWrangler([...args, ...name], input === undefined ? {} : { input });
	if (status === 0) return;
	const said = `${stdout}${stderr}`.split("\n").filter((line) => line.trim() !== "");
	const shown = said.filter((line) => input === undefined || !line.includes(input));
	throw new Error(`wrangler ${args.join(" ")} failed: ${shown.join(" ").slice(0, 1_000)}`);
}

function nameArgument({ workerName }: WranglerUse): string {
	return workerName === undefined ? "" : ` --name ${workerName}`;
}

async function allTake(urls: readonly URL[], sent: SentHeaders): Promise<ChallengeResult> {
	for (const url of urls) {
		const result = await challenge(url, sent);
		if (result.kind !== "taken") return result;
	}
	return { kind: "taken" };
}

/** While a new secret is rolled out, the Worker of before answers as well: so many answers in a row are the new one's. */
const IN_A_ROW = 5;
const PATIENCE = 120_000;
const PAUSE = 500;

async function waitUntil(wanted: ChallengeResult["kind"], urls: readonly URL[], sent: SentHeaders): Promise<void> {
	const end = Date.now() + PATIENCE;
	for (let inARow = 0; inARow < IN_A_ROW; ) {
		const { kind } = await allTake(urls, sent);
		inARow = kind === wanted ? inARow + 1 : 0;
		if (Date.now() > end) throw new Error(`The Worker does not take the new secret within ${PATIENCE / 1_000} s.`);
		await sleep(PAUSE);
	}
}
