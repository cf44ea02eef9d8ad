import { suggest } from "../../src/falco/suggest.ts";
import { checkConfig } from "../../src/worker/config.ts";
import { settingNames } from "../../src/worker/settings.ts";
import type { Environment } from "./environment.ts";
import type { Finding } from "./finding.ts";

/** What a binding is to the check of settings: something that can fetch. */
const BINDING = { fetch: () => Promise.reject(new Error("there is no binding here")) };

/** Everything the Worker would say of its settings, were it started here: wrangler.toml's, with .dev.vars over them. */
export function checkLocalSettings(environment: Environment): Finding[] {
	const { variables, devVars, isBound } = environment;
	if (devVars === undefined) {
		return [{ name: ".dev.vars", state: "failed", found: "is not there", todo: "cp .dev.vars.example .dev.vars" }];
	}
	const settings = { ...variables, ...devVars };
	const { faults } = checkConfig({ ...settings, ...(isBound && { FALCOSIDEKICK: BINDING }) });
	return [
		...(faults.length === 0 ? [ALL_WELL] : faults.map(failed)),
		...unknownNames(Object.keys(settings)),
		...exampleSecrets(devVars),
		...notes(settings),
	];
}

/** The variables of the configuration by themselves: of what is a secret only its name is known, if that. */
export function checkDeployedVariables(
	{ variables, config, isBound }: Environment,
	secrets: readonly string[] | undefined,
): Finding[] {
	const { faults } = checkConfig({ ...variables, ...(isBound && { FALCOSIDEKICK: BINDING }) });
	const known = faults.filter(({ name }) => name in variables && secrets?.includes(name) !== true);
	const unknown = unknownNames([...Object.keys(variables), ...(secrets ?? [])]);
	if (known.length === 0) return [{ ...ALL_WELL, name: "variables" }, ...unknown];
	const found = known.map((fault): Finding => {
		const maySecret = secrets === undefined && String(variables[fault.name]).trim() === "";
		return maySecret
			? { ...failed(fault), state: "note", todo: `unless it is a secret, set it in ${config}` }
			: failed(fault);
	});
	return [...found, ...unknown];
}

const ALL_WELL: Finding = { name: "settings", state: "ok", found: "nothing is wrong with any of them" };

function failed({ name, fault }: { readonly name: string; readonly fault: string }): Finding {
	return { name, state: "failed", found: fault };
}

function unknownNames(names: readonly string[]): Finding[] {
	const unknown = names.filter((name) => !settingNames().includes(name));
	return unknown.map((name) => {
		const meant = suggest(name, settingNames());
		return {
			name,
			state: "note",
			found: `is no setting of the Worker${meant === undefined ? "" : `: did you mean ${meant}?`}`,
		};
	});
}

function exampleSecrets(devVars: Readonly<Record<string, string>>): Finding[] {
	return Object.entries(devVars)
		.filter(([, value]) => value.includes("change-me"))
		.map(([name]) => ({
			name,
			state: "note",
			found: "is the example's, which everybody knows",
			todo: "openssl rand -base64 48, before Okta or anybody else can reach this Worker",
		}));
}

function notes(settings: Readonly<Record<string, unknown>>): Finding[] {
	const isSet = (name: string) => String(settings[name] ?? "").trim() !== "";
	const findings: Finding[] = [];
	if (!isSet("OKTA_ORG_URL")) {
		findings.push({
			name: "OKTA_ORG_URL",
			state: "note",
			found: "is not set: deliveries of any org are taken from whoever has the secret",
			todo: "set it before the first delivery: what the Worker remembers is kept under this name",
		});
	}
	if (!isSet("ADMIN_TOKEN") && !isSet("CF_ACCESS_AUD")) {
		findings.push({
			name: "ADMIN_TOKEN",
			state: "note",
			found: "is not set, nor is Cloudflare Access: the operators' doors are shut",
			todo: "set it in .dev.vars, and for the deployed Worker by npx wrangler secret put ADMIN_TOKEN, to see and replay alerts",
		});
	}
	return findings;
}
