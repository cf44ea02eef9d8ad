import { stdout } from "node:process";
import { Command } from "commander";
import { messageOf } from "../../src/message-of.ts";
import { visible } from "../terminal.ts";
import { readPrivateKey } from "./private-key.ts";

/** `hook jwks`: the public parts of private keys, as one set: for OKTA_HOOK_JWKS while one key gives way to another. */
export function jwksCommand(): Command {
	return new Command("jwks")
		.description("print the public key set of one or more private keys, for OKTA_HOOK_JWKS")
		.argument("<key...>", "files of private keys")
		.action(async (files: readonly string[], _options: object, command: Command) => {
			try {
				const keys = await Promise.all(files.map((file) => readPrivateKey(file)));
				stdout.write(`${JSON.stringify({ keys: keys.map(({ publicJwk }) => publicJwk) })}\n`);
			} catch (error) {
				command.error(visible(messageOf(error)));
			}
		});
}
