import { basename } from "node:path";
import { experimental_readRawConfig } from "wrangler";
import * as z from "zod";
import { messageOf } from "../../src/message-of.ts";

const PARSE_ERROR = z.object({ text: z.string(), location: z.object({ line: z.number() }) });

type WranglerConfig = ReturnType<typeof experimental_readRawConfig>["rawConfig"];

/**
 * Reads a file such as wrangler.toml, as it is written.
 * @throws Error that says in a line what is wrong with the file, and in which line. Wrangler's own has all of its text, and
 * people may have put a secret into it.
 */
export function readWranglerConfig(file: string): WranglerConfig {
	try {
		return experimental_readRawConfig({ config: file }).rawConfig;
	} catch (error) {
		const { data } = PARSE_ERROR.safeParse(error);
		const fault = data === undefined ? messageOf(error) : `${basename(file)}: line ${data.location.line}: ${data.text}`;
		throw new Error(fault);
	}
}
