import { stdout } from "node:process";
import { Command, InvalidArgumentError, Option } from "commander";
import { visible } from "../terminal.ts";
import { AdminClient } from "./admin-client.ts";

/** What every command takes. */
export interface CommonOptions {
	readonly url: URL;
	readonly token?: string;
	readonly header?: Readonly<Record<string, string>>;
	readonly json?: true;
}

/** A command with the options that say where the Worker is and how to print. */
export function adminCommand(name: string): Command {
	return new Command(name)
		.addOption(
			new Option("--url <url>", "the Worker's address")
				.env("OKTA_FALCO_URL")
				.default(new URL("http://127.0.0.1:8787/"), "http://127.0.0.1:8787/")
				.argParser(readUrl),
		)
		.addOption(
			new Option("--token <token>", "its ADMIN_TOKEN; better set as the variable than typed").env("ADMIN_TOKEN"),
		)
		.option("--header <header>", "another request header, as 'Name: value'; may be given again", readHeader)
		.option("--json", "print JSON instead of a table");
}

export function clientOf({ url, token, header = {} }: CommonOptions): AdminClient {
	return new AdminClient({ url, token: token === "" ? undefined : token, headers: header });
}

/** Runs a command's work; what goes wrong ends it with exit status 1 and a line on stderr. */
export async function run(command: Command, work: () => Promise<void>): Promise<void> {
	// As with `| head`: nobody reads on.
	stdout.on("error", () => process.exit(0));
	try {
		await work();
	} catch (error) {
		command.error(`error: ${visible(error instanceof Error ? error.message : String(error))}`);
	}
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

function readUrl(text: string): URL {
	const url = URL.parse(text);
	if (url?.protocol !== "https:" && !(url?.protocol === "http:" && LOOPBACK.test(url.hostname))) {
		throw new InvalidArgumentError("Give the Worker's address, https:// unless it is on this machine.");
	}
	return new URL(url.pathname.endsWith("/") ? url : `${url}/`);
}

function readHeader(text: string, headers: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
	const [, name, value] = /^([\w!#$%&'*+.^`|~-]+):\s*(.*)$/.exec(text) ?? [];
	if (name === undefined || value === undefined) throw new InvalidArgumentError("Give a header as 'Name: value'.");
	return { ...headers, [name]: value };
}

export function readLimit(text: string): number {
	if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
	throw new InvalidArgumentError("Give a number from 1 on.");
}
