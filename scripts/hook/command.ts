import { stderr, stdout } from "node:process";
import { Command, InvalidArgumentError, Option } from "commander";
import { messageOf } from "../../src/message-of.ts";
import { orgUrl, hookUrl as readHookUrl, unlessEmpty, workerUrl } from "../option-values.ts";
import { visible } from "../terminal.ts";

/** What every command that manages hooks takes. */
export interface HookOptions {
	readonly org?: URL;
	readonly url?: URL;
	readonly worker?: URL;
	readonly name: string;
	readonly json?: true;
}

/** Exit statuses beside 0, done, and 1, could not be done. */
export const AMISS = 2;

/** A command with the options that say which org, and which of its hooks. */
export function hookCommand(name: string): Command {
	return new Command(name)
		.addOption(new Option("--org <url>", "the org's address").env("OKTA_ORG_URL").argParser(unlessEmpty(orgUrl)))
		.addOption(
			new Option("--url <url>", "the hook's address: the Worker's, with /okta/events")
				.env("OKTA_HOOK_URL")
				.argParser(unlessEmpty(readHookUrl)),
		)
		.addOption(
			new Option("--worker <url>", "the Worker's address, where --url is not given")
				.env("OKTA_FALCO_URL")
				.argParser(unlessEmpty(workerUrl)),
		)
		.option("--name <name>", "what the hooks are called in Okta; more than one get a number", readName, "okta-falco")
		.option("--json", "print one JSON object instead of text");
}

/** The hook's address: as it was given, or else the Worker's with the path of the hook. */
export function hookUrl({ url, worker }: Pick<HookOptions, "url" | "worker">): URL | undefined {
	return url ?? (worker && new URL("okta/events", worker));
}

/** As `hookUrl`. @throws Error when there is none */
export function neededHookUrl(options: Pick<HookOptions, "url" | "worker">): URL {
	const url = hookUrl(options);
	if (url !== undefined) return url;
	throw new Error("The hook's address is needed: give --url https://<the Worker>/okta/events, or set OKTA_HOOK_URL.");
}

/**
 * Runs a command's work, which gives the exit status. What goes wrong ends it with status 1 and a line on stderr.
 */
export async function run(command: Command, work: () => Promise<number>): Promise<void> {
	// As with `| head`: nobody reads on.
	stdout.on("error", () => process.exit(0));
	try {
		process.exitCode = await work();
	} catch (error) {
		command.error(`error: ${visible(messageOf(error))}`);
	}
}

/** `1 event hook`, `2 event hooks`. */
export function counted(count: number, what: string): string {
	return `${count} ${count === 1 ? what : what.replace(/y$/, "ie")}${count === 1 ? "" : "s"}`;
}

/** Prints a line of the result. */
export function say(line = ""): void {
	stdout.write(`${visible(line)}\n`);
}

/** Prints a line about how it goes. */
export function tell(line: string): void {
	stderr.write(`${visible(line)}\n`);
}

/** Prints a result as JSON; what a terminal would obey is escaped. */
export function sayJson(value: unknown): void {
	const json = JSON.stringify(value, null, 2).replaceAll(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);
	stdout.write(`${json}\n`);
}

function escaped(character: string): string {
	return Array.from({ length: character.length }, (_, at) => {
		return `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`;
	}).join("");
}

/** Room is left for numbers: Okta takes 255 characters. */
function readName(text: string): string {
	const name = text.trim();
	if (name.length > 0 && name.length <= 200 && name === visible(name)) return name;
	throw new InvalidArgumentError("Give a name of at most 200 characters.");
}
