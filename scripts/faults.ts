import { messageOf } from "../src/message-of.ts";
import { tell } from "./demo/print.ts";
import { exitCodeOf, stopSignal } from "./demo/stop.ts";
import { type Findings, figure, type Setting } from "./faults/check.ts";
import { CHECKS, type CheckName, inLots } from "./faults/checks.ts";
import { recordVersion } from "./faults/migration/record.ts";
import { type Options, readOptions, repeatWith } from "./faults/options.ts";
import { Progress } from "./faults/progress.ts";
import { loadRules } from "./faults/rules.ts";
import { buildWorker } from "./workerd/bundle.ts";
import { Workspace } from "./workerd/workspace.ts";

type Result = Findings & { readonly name: CheckName; readonly seconds: number };

async function run(options: Options, workspace: Workspace): Promise<boolean> {
	tell(`Building the Worker … (seed ${options.seed})`, "dim");
	const { seed, events, kills } = options;
	const bundle = await buildWorker(workspace, "bundle", loadRules());
	const setting = { workspace, bundle, seed, events, kills, progress: () => {} };
	if (options.record) {
		console.log(await recordVersion(setting));
		tell("Now put a row or two into the tables that are new.");
		return true;
	}
	const results: Result[] = [];
	for (const lot of inLots(options.checks)) {
		const made = await Promise.all(lot.map((name) => make(name, setting)));
		for (const result of made) console.log(lineOf(result));
		results.push(...made);
	}
	const broken = results.filter(({ faults }) => faults.length > 0).length;
	const verdict = broken === 0 ? "every promise holds" : `${broken} broken`;
	console.log(
		`${results.length === 1 ? "1 check" : `${results.length} checks`}, ${verdict}. The same again: npm run test:faults -- ${repeatWith(options)}`,
	);
	return broken === 0;
}

/** Makes a check; what keeps it from being made is a fault as well. */
async function make(name: CheckName, setting: Setting): Promise<Result> {
	const began = performance.now();
	const progress = new Progress(name);
	const findings = await CHECKS[name]
		.check({ ...setting, progress: (share, words) => progress.show(share, words) })
		.catch((error: unknown) => ({ figures: [], faults: [`it was not made: ${messageOf(error)}`] }));
	progress.end();
	return { name, seconds: (performance.now() - began) / 1000, ...findings };
}

function lineOf({ name, seconds, figures, faults }: Result): string {
	const heading = `${faults.length === 0 ? "ok    " : "BROKEN"}  ${name.padEnd(16)}`;
	const line = `${heading}  ${[...figures, `${figure(seconds)} s`].join("; ")}`;
	return [line, ...faults.map((fault) => `        - ${fault}`)].join("\n");
}

const options = readOptions(process.argv);
const workspace = new Workspace();
// However this ends: nothing stays behind.
process.once("exit", () => workspace.close());
const stop = stopSignal();
stop.addEventListener("abort", () => process.exit(exitCodeOf(stop.reason)));
try {
	process.exitCode = (await run(options, workspace)) ? 0 : 1;
} catch (error) {
	tell(messageOf(error), "red");
	process.exitCode = 1;
}
workspace.close();
