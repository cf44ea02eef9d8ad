import { stderr, stdin } from "node:process";
import { createInterface, type Interface } from "node:readline/promises";
import { type Readable, Writable } from "node:stream";
import { visible } from "../terminal.ts";

/** Where somebody may sit who can be asked. */
export interface Terminal {
	readonly input: Readable & { readonly isTTY?: boolean };
	readonly output: Writable & { readonly isTTY?: boolean };
}

const HERE: Terminal = { input: stdin, output: stderr };

/** Whether somebody sits there who can be asked. */
export function canAsk({ input, output }: Terminal = HERE): boolean {
	return input.isTTY === true && output.isTTY === true;
}

/** Asks for a secret; what is typed is not shown. Blanks around it do not count. @throws Error when nobody can be asked */
export async function askSecret(what: string, variable: string, { input, output }: Terminal = HERE): Promise<string> {
	if (!canAsk({ input, output })) throw new Error(`${what} is needed: set ${variable}.`);
	output.write(visible(`${what}: `));
	const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
	const answer = await answerOf(createInterface({ input, output: silence, terminal: true }), "");
	output.write("\n");
	return answer;
}

/** Asks whether to go on; anything but yes is no. @throws Error when nobody can be asked */
export async function confirm(question: string, { input, output }: Terminal = HERE): Promise<boolean> {
	if (!canAsk({ input, output })) throw new Error(`${question} Nobody is there to ask: add --yes.`);
	const answer = await answerOf(createInterface({ input, output }), visible(`${question} [y/N] `));
	return /^y(es)?$/i.test(answer);
}

/** Ctrl-C, and the end of the input, are no answer. */
async function answerOf(lines: Interface, question: string): Promise<string> {
	const { promise: end, reject } = Promise.withResolvers<never>();
	const stop = () => reject(new Error("Stopped."));
	lines.on("SIGINT", stop);
	lines.on("close", stop);
	try {
		return (await Promise.race([lines.question(question), end])).trim();
	} finally {
		lines.off("close", stop);
		lines.close();
	}
}
