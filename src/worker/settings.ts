import * as z from "zod/mini";
import type { Fault } from "../falcosidekick/destination.ts";
import { lazily } from "../lazily.ts";
import { isAdminConsole } from "../okta/admin-console.ts";
import { parseHookKeys } from "../okta/hook-keys.ts";

const SECRET_LENGTH_MIN = 32;

/** Every variable and secret, and what it has to be. */
const schemas = lazily(() => {
	/** Wrangler and the dashboard may leave a variable empty instead of out. */
	const setting = z.pipe(
		z.optional(z.string("is not text").check(z.trim())),
		z.transform((text) => (text === "" ? undefined : text)),
	);

	/** A setting that has to be so, where it is set. */
	function text(isRight: (text: string) => boolean, error: string) {
		return setting.check(z.refine((given) => given === undefined || isRight(given), error));
	}

	const secret = text(
		({ length }) => length >= SECRET_LENGTH_MIN,
		`is shorter than ${SECRET_LENGTH_MIN} characters: make one with \`openssl rand -base64 48\``,
	);

	const headerName = text((name) => /^[\w!#$%&'*+.^`|~-]+$/.test(name), "is not a name that a header can have");

	return {
		OKTA_HOOK_SECRET: secret,
		OKTA_HOOK_SECRET_PREVIOUS: secret,
		OKTA_HOOK_HEADER: headerName,
		OKTA_HOOK_SECRET_2: secret,
		OKTA_HOOK_SECRET_2_PREVIOUS: secret,
		OKTA_HOOK_HEADER_2: headerName,
		OKTA_HOOK_JWKS: z.pipe(
			setting,
			z.transform((json, context) => {
				if (json === undefined) return undefined;
				const parsed = parseHookKeys(json);
				if (parsed.ok) return parsed.keys;
				for (const message of parsed.faults) context.issues.push({ code: "custom", message, input: undefined });
				return z.NEVER;
			}),
		),
		OKTA_HOOK_URL: z.pipe(
			text(
				(url) => isHookUrl(URL.parse(url)),
				"is not the address of a hook, such as https://okta-falco.example.com/okta/events",
			),
			z.transform((url) => URL.parse(url ?? "")?.href),
		),
		OKTA_ORG_URL: z.pipe(
			text(
				(url) => URL.parse(url)?.protocol === "https:",
				"is not the address of an Okta org, such as https://acme.okta.com",
			).check(
				z.refine(
					(url) => url === undefined || !isAdminConsole(URL.parse(url)?.hostname ?? ""),
					"is the address of its Admin Console: leave -admin out, as Okta does in what it delivers",
				),
			),
			z.transform((url) => URL.parse(url ?? "")?.host),
		),
		OKTA_ORG_ALIASES: z
			.pipe(
				setting,
				z.transform((hosts) => hosts?.split(",").map((host) => host.trim().toLowerCase()) ?? []),
			)
			.check(
				z.refine(
					(hosts) => hosts.every((host) => /^[a-z0-9.-]+(:\d+)?$/.test(host)),
					"is not a list of hosts with commas between them, such as login.example.com,acme.oktapreview.com",
				),
			),
		OKTA_API_TOKEN: setting,
		OKTA_CLIENT_ID: setting,
		OKTA_PRIVATE_KEY: setting,
		FEED_SILENCE_HOURS: z
			.pipe(
				setting,
				z.transform((hours) => (hours === "off" ? "off" : Number(hours ?? 24))),
			)
			.check(
				z.refine(
					(hours) => hours === "off" || (hours >= 1 && hours <= 720),
					"is neither a number from 1 to 720 nor off",
				),
			),
		FALCOSIDEKICK_URL: setting,
		FALCOSIDEKICK_HEADERS: setting,
		ALERT_TEXT: setting,
		ALERTS_PER_SECOND: z
			.pipe(
				setting,
				z.transform((rate) => Number(rate ?? 1)),
			)
			.check(z.refine((rate) => rate >= 0.01 && rate <= 1000, "is not a number from 0.01 to 1000")),
		HOSTNAME: text((name) => /^[\x21-\x7e]{1,253}$/.test(name), "is not a host name"),
		ADMIN_TOKEN: secret,
		CF_ACCESS_TEAM: z
			.pipe(
				setting,
				z.transform((team) => team?.replace(/^https:\/\/|\.cloudflareaccess\.com\/?$/g, "")),
			)
			.check(
				z.refine(
					(team) => team === undefined || /^[a-z0-9-]{1,63}$/.test(team),
					"is not the name of a Cloudflare Access team: what stands before .cloudflareaccess.com",
				),
			),
		CF_ACCESS_AUD: text(
			(tag) => /^[0-9a-f]{64}$/.test(tag),
			"is not the Application Audience (AUD) tag of an application of Cloudflare Access: 64 hexadecimal digits",
		),
	};
});

export type SettingName = keyof ReturnType<typeof schemas>;

/** In the order in which faults are told. */
export function settingNames(): readonly string[] {
	return Object.keys(schemas());
}

export type Settings = { readonly [Name in SettingName]?: z.output<ReturnType<typeof schemas>[Name]> };

function isHookUrl(url: URL | null): boolean {
	return url?.protocol === "https:" && url.search === "" && url.hash === "";
}

interface Agreement {
	/** Nothing is said of these while one of them has a fault of its own. */
	readonly of: readonly [SettingName, ...SettingName[]];
	readonly isBroken: (settings: Settings) => boolean;
	/** What is wrong with the first. */
	readonly fault: string;
}

const together = (name: SettingName, other: SettingName): Agreement => ({
	of: [name, other],
	isBroken: (settings) => settings[name] === undefined && settings[other] !== undefined,
	fault: `is not set, though ${other} is`,
});

/** Without these the hook's own settings stand: they have the fault, and not OKTA_ORG_URL. */
function needsOrg(name: SettingName): Agreement {
	return {
		of: [name, "OKTA_ORG_URL"],
		isBroken: (settings) => settings[name] !== undefined && settings.OKTA_ORG_URL === undefined,
		fault: "is set, though OKTA_ORG_URL is not: it has to tell whose System Log is to be read",
	};
}

/** What settings have to do with each other. */
const AGREEMENTS: readonly Agreement[] = [
	{
		of: ["OKTA_HOOK_SECRET", "OKTA_HOOK_JWKS"],
		isBroken: ({ OKTA_HOOK_SECRET, OKTA_HOOK_JWKS }) => OKTA_HOOK_SECRET === undefined && OKTA_HOOK_JWKS === undefined,
		fault:
			"is not set: set it with `wrangler secret put OKTA_HOOK_SECRET`, and have the event hook in Okta send the same",
	},
	together("OKTA_HOOK_HEADER_2", "OKTA_HOOK_SECRET_2"),
	together("OKTA_HOOK_SECRET_2", "OKTA_HOOK_HEADER_2"),
	together("OKTA_HOOK_SECRET_2", "OKTA_HOOK_SECRET_2_PREVIOUS"),
	{
		of: ["OKTA_HOOK_HEADER_2", "OKTA_HOOK_HEADER"],
		isBroken: ({ OKTA_HOOK_HEADER = "Authorization", OKTA_HOOK_HEADER_2 }) =>
			OKTA_HOOK_HEADER.toLowerCase() === OKTA_HOOK_HEADER_2?.toLowerCase(),
		fault: "is the header that carries OKTA_HOOK_SECRET: give another",
	},
	{
		of: ["OKTA_ORG_URL", "OKTA_HOOK_JWKS"],
		isBroken: ({ OKTA_ORG_URL, OKTA_HOOK_JWKS }) => OKTA_ORG_URL === undefined && OKTA_HOOK_JWKS !== undefined,
		fault: "is not set, though tokens (OKTA_HOOK_JWKS) say for which org they are",
	},
	needsOrg("OKTA_API_TOKEN"),
	needsOrg("OKTA_CLIENT_ID"),
	together("CF_ACCESS_TEAM", "CF_ACCESS_AUD"),
	together("CF_ACCESS_AUD", "CF_ACCESS_TEAM"),
];

/** Reads each setting by itself, so that one fault does not hide the values of the others. No fault repeats a value. */
export function readSettings(env: object): { readonly settings: Settings; readonly faults: readonly Fault[] } {
	const results = Object.entries(schemas()).map(([name, schema]) => z.object({ [name]: schema }).safeParse(env));
	const settings: Settings = Object.assign({}, ...results.map(({ data }) => data));
	const single = results.flatMap(({ error }) =>
		(error?.issues ?? []).map(({ path, message }) => ({ name: String(path[0]), fault: message })),
	);
	const faulty = new Set<string>(single.map(({ name }) => name));
	const mutual = AGREEMENTS.filter(({ of, isBroken }) => !of.some((name) => faulty.has(name)) && isBroken(settings));
	const faults = [...single, ...mutual.map(({ of: [name], fault }) => ({ name, fault }))];
	const names = settingNames();
	const place = ({ name }: Fault) => names.indexOf(name);
	return { settings, faults: faults.sort((a, b) => place(a) - place(b)) };
}
