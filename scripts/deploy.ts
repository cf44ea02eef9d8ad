import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { messageOf } from "../src/message-of.ts";
import { runChecks } from "./deploy/checks.ts";
import { type DeployArguments, readDeployArguments } from "./deploy/deploy-arguments.ts";
import { firstSecrets } from "./deploy/first-secrets.ts";
import { isPushed } from "./deploy/is-pushed.ts";
import { leftToDo, taskLines } from "./deploy/left-to-do.ts";
import { writeSecretsFile } from "./deploy/secrets-file.ts";
import { type WorkerSecrets, workerSecrets } from "./deploy/worker-secrets.ts";
import { deployedUrl } from "./deploy/wrangler-output.ts";
import { visible } from "./terminal.ts";
import { ROOT, runWranglerHere } from "./wrangler/run-wrangler.ts";
import { readWranglerConfig } from "./wrangler/wrangler-config.ts";

const HELP = `Usage: npm run deploy -- [options of wrangler deploy]

Checks and builds the rules, checks the types, deploys the Worker with Wrangler, and says what is left to do.

  npm run deploy -- --dry-run          everything but the deployment itself; needs no account
  npm run deploy -- --outdir dist      any option of wrangler deploy: npx wrangler deploy --help

The first deployment takes the secrets that wrangler.toml requires from the environment (OKTA_HOOK_SECRET), or asks for them.
Later ones leave the Worker's secrets alone. With OKTA_API_TOKEN, or OKTA_CLIENT_ID and OKTA_PRIVATE_KEY, in the environment
it looks into Okta, too, whether what the rules need is pushed.

Exit status: 0 when it is deployed, 1 when a check failed or a secret is missing, else Wrangler's own.
`;

/** What wrangler.toml, or the file in its place, says, as far as it matters here. */
interface Configuration {
	/** The file's name, as it was given. */
	readonly config: string;
	readonly variables: Readonly<Record<string, unknown>>;
	readonly required: readonly string[];
	readonly isBound: boolean;
}

function readConfiguration(config = "wrangler.toml"): Configuration {
	const read = readWranglerConfig(resolve(ROOT, config));
	const { vars = {}, secrets, vpc_services = [], mtls_certificates = [], services = [] } = read;
	const bindings = [...vpc_services, ...mtls_certificates, ...services];
	return {
		config,
		variables: vars,
		required: secrets?.required ?? [],
		isBound: bindings.some(({ binding }) => binding === "FALCOSIDEKICK"),
	};
}

async function deploy(args: DeployArguments): Promise<number> {
	if (!(await runChecks(tell))) return 1;
	const configuration = readConfiguration(args.config);
	if (args.isDry) return rehearse(args, configuration);
	const before = await workerSecrets(args.which);
	if (before.kind === "no account" && !args.isTemporary) throw new Error(NO_ACCOUNT + before.reason);
	if (before.kind === "unknown") tell(`The Worker's secrets are not known: ${before.reason}`);
	const given = args.hasSecretsFile ? {} : await firstSecrets(configuration.required, before, args.which);
	const { status, url } = await deployWith(args.all, given);
	if (status !== 0) return status;
	const isKnown = before.kind === "known" || before.kind === "no Worker";
	await sayWhatIsLeft(args, configuration, url, isKnown ? await workerSecrets(args.which) : before);
	return 0;
}

const NO_ACCOUNT =
	"Log in first: npx wrangler login; or set CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID. Wrangler says: ";

async function rehearse({ all, which }: DeployArguments, configuration: Configuration): Promise<number> {
	const status = (await runWranglerHere(["deploy", ...all])) ?? 1;
	const secrets: WorkerSecrets = { kind: "unknown", reason: "" };
	if (status !== 0) return status;
	say("");
	say("Nothing was deployed. To be done besides:");
	for (const line of taskLines(leftToDo({ ...configuration, secrets, url: undefined, which, isPushed: false })))
		say(line);
	return 0;
}

async function deployWith(args: readonly string[], secrets: Readonly<Record<string, string>>) {
	const folder = mkdtempSync(join(tmpdir(), "okta-falco-deploy-"));
	const output = join(folder, "output.ndjson");
	const file = Object.keys(secrets).length > 0 ? writeSecretsFile(secrets) : undefined;
	try {
		const all = ["deploy", ...args, ...(file === undefined ? [] : ["--secrets-file", file.path])];
		const status = (await runWranglerHere(all, { WRANGLER_OUTPUT_FILE_PATH: output })) ?? 1;
		return { status, url: deployedUrl(output) };
	} finally {
		file?.remove();
		rmSync(folder, { recursive: true, force: true });
	}
}

async function sayWhatIsLeft(
	{ which }: DeployArguments,
	configuration: Configuration,
	url: URL | undefined,
	secrets: WorkerSecrets,
): Promise<void> {
	const tasks = leftToDo({
		...configuration,
		secrets,
		url,
		which,
		isPushed: await isPushed(url, configuration.variables),
	});
	say("");
	if (tasks.length === 0) say("It is deployed, and nothing is left to do.");
	else for (const line of ["It is deployed. Left to do:", ...taskLines(tasks)]) say(line);
}

function say(line: string): void {
	process.stdout.write(`${visible(line)}\n`);
}

function tell(text: string): void {
	process.stderr.write(`${text.split("\n").map(visible).join("\n")}\n`);
}

const args = process.argv.slice(2);
if (args.includes("--help") || args.includes("-h")) {
	process.stdout.write(HELP);
} else {
	try {
		process.exitCode = await deploy(readDeployArguments(args));
	} catch (error) {
		tell(messageOf(error));
		process.exitCode = 1;
	}
}
