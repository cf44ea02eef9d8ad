import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { messageOf } from "../src/message-of.ts";
import { devConfig } from "./dev/dev-config.ts";
import { type Environment, readEnvironment } from "./doctor/environment.ts";
import { visible } from "./terminal.ts";

/** Beside wrangler.toml, since paths in it are relative to where it lies, and .dev.vars is looked for there. */
const ROOT = join(import.meta.dirname, "..");
const CONFIG = join(ROOT, ".wrangler.dev.json");

const given = process.argv.slice(2);
const hasOwnConfig = given.some((argument) => /^(?:-c|--config)(?:=|$)/.test(argument));
if (!hasOwnConfig) {
	const { wrangler: rawConfig, devVars } = environment();
	writeFileSync(CONFIG, JSON.stringify(devConfig(rawConfig, devVars), null, "\t"));
}

const wrangler = fileURLToPath(import.meta.resolve("wrangler"));
const config = hasOwnConfig ? [] : ["--config", CONFIG];
const child = spawn(process.execPath, [wrangler, "dev", "--local", ...config, ...given], { stdio: "inherit" });
// A terminal sends Ctrl-C to both; what others send to this process alone is handed on.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("exit", (code, signal) => {
	process.exitCode = code ?? (signal === null ? 1 : 130);
});

/** The configuration of this machine. Where it cannot be read the process ends with a line that says why. */
function environment(): Environment {
	try {
		return readEnvironment(ROOT);
	} catch (error) {
		process.stderr.write(`${visible(messageOf(error))}\n`);
		process.exit(1);
	}
}
