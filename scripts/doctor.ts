import { join } from "node:path";
import { styleText } from "node:util";
import { Command } from "commander";
import { checkDeployed } from "./doctor/deployed.ts";
import { type Environment, readEnvironment } from "./doctor/environment.ts";
import { checkFalcosidekick } from "./doctor/falcosidekick.ts";
import { type Finding, reasonOf } from "./doctor/finding.ts";
import { checkHooks } from "./doctor/hooks.ts";
import { checkRules } from "./doctor/rules.ts";
import { checkSecrets, listSecrets } from "./doctor/secrets.ts";
import { checkDeployedVariables, checkLocalSettings } from "./doctor/settings.ts";
import { workerUrl } from "./option-values.ts";
import { endWithOutput, visible } from "./terminal.ts";

const HELP = `
Without --url it looks at what \`npm run dev\` would run: wrangler.toml with .dev.vars, the rules, and Falcosidekick.
With --url it looks at a Worker that runs, by Wrangler at the names of its secrets, and by Okta, with OKTA_API_TOKEN or
OKTA_CLIENT_ID and OKTA_PRIVATE_KEY, at its event hooks: run it with what \`hook\` takes. It raises no alert and stores
nothing; Falcosidekick counts one refused input, and the Worker logs a few refused requests.

Exit status: 0 if nothing failed, else 1.`;

const ROOT = join(import.meta.dirname, "..");

const { url, config, json } = new Command("npm run --silent doctor --")
	.description("Looks at a configuration, and says what to do about what is wrong.")
	.option("--url <address>", "of a Worker that runs, such as https://okta-falco.example.com", workerUrl)
	.option("--config <file>", "what it was deployed with: npm run deploy -- --config FILE", "wrangler.toml")
	.option("--json", "print the findings as a JSON array", false)
	.addHelpText("after", HELP)
	.parse()
	.opts<{ url?: URL; config: string; json: boolean }>();

async function examine(): Promise<Finding[]> {
	let environment: Environment;
	try {
		environment = readEnvironment(ROOT, config);
	} catch (error) {
		// Nothing can be looked at without: neither Wrangler nor the Worker's own settings.
		return [{ name: "configuration", state: "failed", found: reasonOf(error) }];
	}
	const { variables, devVars } = environment;
	if (url === undefined) {
		const settings = { ...variables, ...devVars };
		const others = await Promise.all([checkFalcosidekick(settings, environment), checkRules(ROOT)]);
		return [...checkLocalSettings(environment), ...others];
	}
	// What .dev.vars says is for this machine, but the headers may be known from nowhere else.
	const settings = { FALCOSIDEKICK_HEADERS: devVars?.FALCOSIDEKICK_HEADERS, ...variables };
	const [secrets, deployed, ...others] = await Promise.all([
		listSecrets(environment),
		checkDeployed(url),
		checkFalcosidekick(settings, environment),
		checkRules(ROOT),
		checkHooks(ROOT, url, String(variables.OKTA_ORG_URL ?? ""), process.env),
	]);
	return [
		...checkDeployedVariables(environment, secrets),
		...checkSecrets(secrets, environment),
		...others,
		...deployed,
	];
}

const STYLES = {
	ok: ["green", "ok"],
	failed: ["red", "FAILED"],
	note: ["yellow", "note"],
	skipped: ["dim", "skipped"],
} as const satisfies Record<Finding["state"], readonly [Parameters<typeof styleText>[0], string]>;

function print({ name, state, found, todo }: Finding): void {
	const [style, word] = STYLES[state];
	const { stdout } = process;
	stdout.write(`${styleText(style, word.padEnd(9), { stream: stdout })}${visible(`${name}: ${found}`)}\n`);
	if (todo !== undefined) stdout.write(`         ${styleText("dim", visible(todo), { stream: stdout })}\n`);
}

endWithOutput();
const findings = await examine();
if (json) process.stdout.write(`${JSON.stringify(findings, null, 2)}\n`);
else for (const finding of findings) print(finding);
process.exitCode = findings.some(({ state }) => state === "failed") ? 1 : 0;
