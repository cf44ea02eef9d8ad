import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import process from "node:process";
import { Command, Option } from "commander";
import { fuzzHttp } from "./fuzz/http.ts";
import { wholeNumber } from "./option-values.ts";
import { visible } from "./terminal.ts";

interface Options {
	readonly only?: "fields" | "http";
	readonly events: number;
	readonly seconds: number;
	readonly requests: number;
	readonly seed: number;
}

const HELP = `
fields: reads every okta field of mutated events; none may throw or give a value of another type than it declares.
http:   sends random and spoiled requests to this clone's Worker, in workerd on loopback; none but the deliberate
        statuses may come back, and nothing may be stored or sent without the secret.

A run is had again by its seed, which is printed. Exit status: 0 if nothing was found, else 1.`;

const { only, events, seconds, requests, seed } = new Command("npm run --silent fuzz --")
	.description("Looks for input that breaks something.")
	.addOption(new Option("--only <part>", "one part of it").choices(["fields", "http"]))
	.option("--events <number>", "how many events", wholeNumber(0), 200_000)
	.option("--seconds <number>", "how long to send requests", wholeNumber(0), 30)
	.option("--requests <number>", "how many requests to send, at most", wholeNumber(0), 1_000_000)
	.addOption(
		new Option("--seed <number>", "where chance begins")
			.default(Date.now() % 1_000_000_000, "the time")
			.argParser(wholeNumber(0)),
	)
	.addHelpText("after", HELP)
	.parse()
	.opts<Options>();

const say = (line: string) => process.stdout.write(`${visible(line)}\n`);

/** Lies among the tests, whose events it mutates. */
const FIELDS = join(import.meta.dirname, "../test/okta/fuzz-fields.ts");

async function fields(): Promise<boolean> {
	const args = [FIELDS, "--events", String(events), "--seed", String(seed)];
	const [code] = await once(spawn(process.execPath, args, { stdio: "inherit" }), "exit");
	return code === 0;
}

async function http(): Promise<boolean> {
	const fuzzed = await fuzzHttp({ seed, seconds, requests });
	const rate = Math.round(fuzzed.requests / fuzzed.seconds);
	say(`http: ${fuzzed.requests} requests in ${fuzzed.seconds.toFixed(1)} s, ${rate} a second`);
	for (const [name, count] of Object.entries(fuzzed.answers).sort()) say(`  ${name.padEnd(16)}${count}`);
	say(`  ${fuzzed.alerts} alerts, all of Okta's requests`);
	say(`  memory of workerd: ${fuzzed.memory.map(megabytes).join(", ")} (before, after a quarter, after)`);
	for (const fault of fuzzed.faults) say(`  FAULT ${fault}`);
	return fuzzed.faults.length === 0;
}

function megabytes(bytes: number | undefined): string {
	return bytes === undefined ? "not known" : `${Math.round(bytes / 1024 / 1024)} MiB`;
}

say(`seed ${seed}`);
const isWell = [only === "http" || (await fields()), only === "fields" || (await http())];
process.exitCode = isWell.every(Boolean) ? 0 : 1;
