import { stdout } from "node:process";
import { Command, Option } from "commander";
import { messageOf } from "../../src/message-of.ts";
import { requestHeader, workerUrl } from "../option-values.ts";
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
				.argParser(workerUrl),
		)
		.addOption(
			new Option("--token <token>", "its ADMIN_TOKEN; better set as the variable than typed").env("ADMIN_TOKEN"),
		)
		.option("--header <header>", "another request header, as 'Name: value'; may be given again", requestHeader)
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
		command.error(`error: ${visible(messageOf(error))}`);
	}
}
