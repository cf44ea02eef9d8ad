import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { writeFileSync } from "node:fs";
import { stderr, stdout } from "node:process";
import { Command, Option } from "commander";
import { HOOK_ALGORITHMS, type HookAlgorithm } from "../../src/okta/hook-keys.ts";
import { callerPath } from "../caller-path.ts";
import { visible } from "../terminal.ts";
import { describeKey } from "./private-key.ts";

const GENERATE: Record<HookAlgorithm, () => KeyObject> = {
	EdDSA: () => generateKeyPairSync("ed25519").privateKey,
	ES256: () => generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey,
	RS256: () => generateKeyPairSync("rsa", { modulusLength: 3072 }).privateKey,
};

interface Options {
	readonly out: string;
	readonly alg: HookAlgorithm;
	readonly kid?: string;
}

/** `hook keygen`: writes a private key, for the owner's eyes only, and prints the public key set. */
export function keygenCommand(): Command {
	return new Command("keygen")
		.description("make a key to sign a hook's tokens with; prints the public key set for OKTA_HOOK_JWKS")
		.requiredOption("--out <file>", "where to write the private key; a file that is there already is left alone")
		.addOption(new Option("--alg <algorithm>", "what to sign with").choices(HOOK_ALGORITHMS).default("EdDSA"))
		.option("--kid <name>", "the key's name (default: its thumbprint)")
		.action(async ({ out, alg, kid }: Options, command: Command) => {
			const { key, publicJwk } = await describeKey(GENERATE[alg](), out, kid);
			const secretJwk = { ...key.export({ format: "jwk" }), kid: publicJwk.kid, alg, use: "sig" };
			try {
				writeFileSync(callerPath(out), `${JSON.stringify(secretJwk)}\n`, { flag: "wx", mode: 0o600 });
			} catch (error) {
				const isThere = error instanceof Error && "code" in error && error.code === "EEXIST";
				const reason = isThere ? "is there already" : `cannot be written: ${String(error)}`;
				command.error(visible(`${out} ${reason}`));
			}
			stdout.write(`${JSON.stringify({ keys: [publicJwk] })}\n`);
			stderr.write(
				visible(`The private key is in ${out}: keep it where you keep secrets, and not in this repository.`) +
					"\nThe line above is public. Give it to the Worker: npx wrangler secret put OKTA_HOOK_JWKS\n",
			);
		});
}
