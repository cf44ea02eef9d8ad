import type { Destination } from "../falcosidekick/deliver.ts";
import { checkDestination, type Fault } from "../falcosidekick/destination.ts";
import { apiSettingsFault } from "../okta/api/credentials.ts";
import type { HookCredentials } from "../okta/hook-credentials.ts";
import type { SystemLogAccess } from "../org/settings.ts";
import { log } from "./log.ts";
import { readSettings, type SettingName, type Settings } from "./settings.ts";

/** What the Worker's environment says, checked. A fault in one part leaves the others standing. */
export interface Config {
	/** Which deliveries are taken; undefined when that cannot be told: then none is. */
	readonly intake: Intake | undefined;
	/** The org's host, where it is told: then deliveries of other orgs are refused. */
	readonly orgHost: string | undefined;
	/** Where alerts go, or why that cannot be told: then they are kept until it can. */
	readonly destination: Destination | { readonly faults: readonly Fault[] };
	readonly alertsPerSecond: number;
	/** What reads the System Log; undefined where it is not to be read, or where that cannot be told how. */
	readonly systemLog: SystemLogAccess | undefined;
	/** How long event hooks may say nothing before that is an alert, in milliseconds; undefined: for ever. */
	readonly patience: number | undefined;
	/** Name that alerts carry as theirs, where it is not the org's host. */
	readonly hostname: string | undefined;
	/** Bearer token of the operators' doors. */
	readonly adminToken: string | undefined;
	/** The application of Cloudflare Access that stands before these doors. Without this and the token they are shut. */
	readonly access: AccessSettings | undefined;
	/** All that is wrong. */
	readonly faults: readonly Fault[];
}

/** The Cloudflare Access application before the operators' doors. */
export interface AccessSettings {
	/** The team's name: `acme` of acme.cloudflareaccess.com. */
	readonly team: string;
	/** The application's audience tag. */
	readonly audience: string;
}

export interface Intake extends HookCredentials {
	/** The hosts under which the org sends; empty when any org's deliveries are taken. */
	readonly hosts: readonly string[];
}

/** One fault among these, and no delivery is taken. */
const OF_INTAKE: readonly string[] = [
	"OKTA_HOOK_SECRET",
	"OKTA_HOOK_SECRET_PREVIOUS",
	"OKTA_HOOK_HEADER",
	"OKTA_HOOK_SECRET_2",
	"OKTA_HOOK_SECRET_2_PREVIOUS",
	"OKTA_HOOK_HEADER_2",
	"OKTA_HOOK_JWKS",
	"OKTA_HOOK_URL",
	"OKTA_ORG_URL",
	"OKTA_ORG_ALIASES",
] satisfies SettingName[];

const checked = new WeakMap<object, Config>();

/** The environment, checked; the first time in an isolate, what is wrong with it is logged. */
export function configOf(env: object): Config {
	const known = checked.get(env);
	if (known !== undefined) return known;
	const config = checkConfig(env);
	checked.set(env, config);
	for (const { name, fault } of config.faults) log("error", "a setting is wrong", { setting: name, fault });
	return config;
}

/** Checks the whole environment and tells everything that is wrong with it; no fault repeats a value. */
export function checkConfig(env: object): Config {
	const { settings, faults } = readSettings(env);
	const binding = "FALCOSIDEKICK" in env ? env.FALCOSIDEKICK : undefined;
	const destination = checkDestination({ ...settings, FALCOSIDEKICK: binding });
	const systemLog = systemLogOf(settings);
	const { FEED_SILENCE_HOURS: patience = 24 } = settings;
	return {
		intake: faults.some(({ name }) => OF_INTAKE.includes(name)) ? undefined : intakeOf(settings),
		orgHost: settings.OKTA_ORG_URL,
		destination,
		alertsPerSecond: settings.ALERTS_PER_SECOND ?? 1,
		systemLog: systemLog !== undefined && "org" in systemLog ? systemLog : undefined,
		patience: patience === "off" ? undefined : patience * 3_600_000,
		hostname: settings.HOSTNAME,
		adminToken: settings.ADMIN_TOKEN,
		access: accessOf(settings),
		faults: [
			...faults,
			...(systemLog !== undefined && "fault" in systemLog ? [systemLog] : []),
			...("faults" in destination ? destination.faults : []),
		],
	};
}

/** Name of the object that keeps the org's state. One Worker serves one org, which need not be named. */
export function objectName({ orgHost }: Config): string {
	return orgHost ?? "okta";
}

function intakeOf(settings: Settings): Intake {
	const { OKTA_ORG_URL: host, OKTA_HOOK_JWKS: keys, OKTA_HOOK_HEADER_2: second } = settings;
	const present = (...texts: readonly (string | undefined)[]) => texts.filter((text) => text !== undefined);
	return {
		header: settings.OKTA_HOOK_HEADER ?? "Authorization",
		secrets: present(settings.OKTA_HOOK_SECRET, settings.OKTA_HOOK_SECRET_PREVIOUS),
		tokens: keys === undefined ? undefined : { keys, issuer: `https://${host}` },
		url: settings.OKTA_HOOK_URL,
		second:
			second === undefined
				? undefined
				: { header: second, secrets: present(settings.OKTA_HOOK_SECRET_2, settings.OKTA_HOOK_SECRET_2_PREVIOUS) },
		hosts: host === undefined ? [] : [host, ...(settings.OKTA_ORG_ALIASES ?? [])],
	};
}

/** Undefined where none of the credentials is set. That the org is not told is a fault of its own (settings.ts). */
function systemLogOf(settings: Settings): SystemLogAccess | Fault | undefined {
	const { OKTA_ORG_URL: host, OKTA_API_TOKEN, OKTA_CLIENT_ID, OKTA_PRIVATE_KEY } = settings;
	const credentials = { OKTA_API_TOKEN, OKTA_CLIENT_ID, OKTA_PRIVATE_KEY };
	if (Object.values(credentials).every((value) => value === undefined)) return undefined;
	const fault = apiSettingsFault(credentials);
	if (fault !== undefined) return fault;
	return host === undefined ? undefined : { org: new URL(`https://${host}`), credentials };
}

function accessOf({ CF_ACCESS_TEAM: team, CF_ACCESS_AUD: audience }: Settings): AccessSettings | undefined {
	return team === undefined || audience === undefined ? undefined : { team, audience };
}
