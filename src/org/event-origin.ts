import type { OrgSettings } from "./settings.ts";

/** Where an event is from, as alerts say it. */
export interface EventOrigin {
	/** The plugin's `organization`: `acme` of acme.okta.com. */
	readonly org: string;
	readonly hostname: string;
}

/** `source`: the hook or the log that brought the event, by whose host the org is known where it is not configured. */
export function originOf(source: string, { orgHost, hostname }: OrgSettings): EventOrigin {
	const host = orgHost ?? URL.parse(source)?.host ?? "okta";
	return { org: host.split(".", 1)[0] ?? host, hostname: hostname ?? host };
}
