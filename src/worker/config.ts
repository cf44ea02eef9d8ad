import * as z from "zod";
import type { Destination } from "../falcosidekick/deliver.ts";
import { checkDestination, type Fault } from "../falcosidekick/destination.ts";
import type { OrgSettings } from "../org/settings.ts";
import { log } from "./log.ts";

/** What the Worker's environment says, checked. A fault in one part leaves the others standing. */
export interface Config {
	/** Which deliveries are taken; undefined when that cannot be told: then none is. */
	readonly intake: Intake | undefined;
	/** The org's host, where it is told: then deliveries of other orgs are refused. */
	readonly orgHost: string | undefined;
	/** Where alerts go, or why that cannot be told: then they are kept until it can. */
	readonly destination: Destination | { readonly faults: readonly Fault[] };
	readonly alertsPerSecond: number;
	/** Name that alerts carry as theirs, where it is not the org's host. */
	readonly hostname: string | undefined;
	/** Bearer token of the operators' doors; without one these are shut. */
	readonly adminToken: string | undefined;
	/** All that is wrong. */
	readonly faults: readonly Fault[];
}

export interface Intake {
	/** Name of the header that carries the secret. */
	readonly header: string;
	/** The secret, and the one before it while Okta may still send that. */
	readonly secrets: readonly string[];
	/** The hosts under which the org sends; empty when any org's deliveries are taken. */
	readonly hosts: readonly string[];
}

const SECRET_LENGTH_MIN = 32;

/** Wrangler and the dashboard may leave a variable empty instead of out. */
const setting = z
	.string("is not text")
	.trim()
	.optional()
	.transform((text) => (text === "" ? undefined : text));

const secret = setting.refine((text) => text === undefined || text.length >= SECRET_LENGTH_MIN, {
	error: `is shorter than ${SECRET_LENGTH_MIN} characters: make one with \`openssl rand -base64 48\``,
});

/** Every variable and secret, and what it has to be. */
const SETTINGS = {
	OKTA_HOOK_SECRET: secret.refine((text) => text !== undefined, {
		error:
			"is not set: set it with `wrangler secret put OKTA_HOOK_SECRET`, and have the event hook in Okta send the same",
	}),
	OKTA_HOOK_SECRET_PREVIOUS: secret,
	OKTA_HOOK_HEADER: setting.refine((text) => text === undefined || /^[\w!#$%&'*+.^`|~-]+$/.test(text), {
		error: "is not a name that a header can have",
	}),
	OKTA_ORG_URL: setting
		.refine((text) => text === undefined || URL.parse(text)?.protocol === "https:", {
			error: "is not the address of an Okta org, such as https://acme.okta.com",
		})
		.transform((text) => URL.parse(text ?? "")?.host),
	OKTA_ORG_ALIASES: setting
		.transform((text) => text?.split(",").map((host) => host.trim().toLowerCase()) ?? [])
		.refine((hosts) => hosts.every((host) => /^[a-z0-9.-]+(:\d+)?$/.test(host)), {
			error: "is not a list of hosts with commas between them, such as login.example.com,acme.oktapreview.com",
		}),
	FALCOSIDEKICK_URL: setting,
	FALCOSIDEKICK_HEADERS: setting,
	ALERTS_PER_SECOND: setting
		.transform((text) => Number(text ?? 1))
		.refine((rate) => rate >= 0.01 && rate <= 1000, { error: "is not a number from 0.01 to 1000" }),
	HOSTNAME: setting.refine((text) => text === undefined || /^[\x21-\x7e]{1,253}$/.test(text), {
		error: "is not a host name",
	}),
	ADMIN_TOKEN: secret,
};

/** One fault among these, and no delivery is taken. */
const OF_INTAKE: readonly string[] = [
	"OKTA_HOOK_SECRET",
	"OKTA_HOOK_SECRET_PREVIOUS",
	"OKTA_HOOK_HEADER",
	"OKTA_ORG_URL",
	"OKTA_ORG_ALIASES",
] satisfies (keyof typeof SETTINGS)[];

/** How many alerts may leave at once, before the pace sets in. */
const BURST = 20;

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
	return {
		intake: faults.some(({ name }) => OF_INTAKE.includes(name)) ? undefined : intakeOf(settings),
		orgHost: settings.OKTA_ORG_URL,
		destination,
		alertsPerSecond: settings.ALERTS_PER_SECOND ?? 1,
		hostname: settings.HOSTNAME,
		adminToken: settings.ADMIN_TOKEN,
		faults: [...faults, ...("faults" in destination ? destination.faults : [])],
	};
}

/** Name of the object that keeps the org's state. One Worker serves one org, which need not be named. */
export function objectName({ orgHost }: Config): string {
	return orgHost ?? "okta";
}

/** The settings of that object. */
export function orgSettings(env: object): OrgSettings {
	const { orgHost, destination, alertsPerSecond, hostname } = configOf(env);
	return { orgHost, hostname, destination, pace: { perSecond: alertsPerSecond, burst: BURST }, log };
}

type Settings = { readonly [Name in keyof typeof SETTINGS]?: z.output<(typeof SETTINGS)[Name]> };

/** Reads each setting by itself, so that one fault does not hide the values of the others. */
function readSettings(env: object): { settings: Settings; faults: readonly Fault[] } {
	const results = Object.entries(SETTINGS).map(([name, schema]) => z.object({ [name]: schema }).safeParse(env));
	return {
		settings: Object.assign({}, ...results.map(({ data }) => data)),
		faults: results.flatMap(({ error }) =>
			(error?.issues ?? []).map(({ path, message }) => ({ name: String(path[0]), fault: message })),
		),
	};
}

function intakeOf(settings: Settings): Intake {
	const { OKTA_HOOK_SECRET: secret, OKTA_HOOK_SECRET_PREVIOUS: previous, OKTA_ORG_URL: host } = settings;
	return {
		header: settings.OKTA_HOOK_HEADER ?? "Authorization",
		secrets: [secret, previous].filter((text) => text !== undefined),
		hosts: host === undefined ? [] : [host, ...(settings.OKTA_ORG_ALIASES ?? [])],
	};
}
