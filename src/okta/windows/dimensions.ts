import { type JsonObject, type Lax, lax, text } from "../log-event.ts";
import { lastTarget } from "../targets.ts";

/** One thing about an event by which events can be counted together, or counted apart. */
export interface Dimension {
	/** For people: what it is. */
	readonly description: string;
	/** Undefined where the event has none: it then belongs to no count by it. */
	readonly read: (log: JsonObject, org: string) => string | undefined;
}

/** The dimensions by name: what `KEY` and `FIELD` may be in `okta.count[KEY,SECONDS]` and its kin. */
export const DIMENSIONS = {
	actor: {
		description: "`okta.actor.id`, or `okta.actor.alternateid` of somebody whom Okta does not know",
		read: (log) => identity(lax(log).actor),
	},
	user: {
		description: "whom the event is about: `target` where there is one, else `actor`",
		read: (log) => identity(lastTarget(log, "User")) ?? identity(lax(log).actor),
	},
	target: { description: "`okta.target.user.id`", read: (log) => identity(lastTarget(log, "User")) },
	group: { description: "`okta.target.group.id`", read: (log) => identity(lastTarget(log, "UserGroup")) },
	app: { description: "id of the last target that is an app", read: (log) => identity(lastTarget(log, "AppInstance")) },
	ip: { description: "`okta.client.ip`", read: (log) => known(lax(log).client?.ipAddress) },
	asn: {
		description: "`okta.security.asnumber`",
		read: (log) => known(lax(log).securityContext?.asNumber),
	},
	country: {
		description: "`okta.client.geo.country`",
		read: (log) => known(lax(log).client?.geographicalContext?.country),
	},
	session: {
		description: "`okta.authentication.sessionid`",
		read: (log) => known(lax(log).authenticationContext?.externalSessionId),
	},
	dthash: {
		description: "`okta.debug[dtHash]`, which stands for a browser's device token",
		read: (log) => known(lax(log).debugContext?.debugData?.dtHash),
	},
	os: { description: "`okta.useragent.os`", read: (log) => given(lax(log).client?.userAgent?.os) },
	agent: {
		description: "`okta.useragent.raw`",
		read: (log) => given(lax(log).client?.userAgent?.rawUserAgent),
	},
	org: { description: "all of the org together", read: (_, org) => org },
} as const satisfies Record<string, Dimension>;

export type DimensionName = keyof typeof DIMENSIONS;

export const DIMENSION_NAMES = Object.keys(DIMENSIONS) as DimensionName[];

export function isDimensionName(name: string): name is DimensionName {
	return Object.hasOwn(DIMENSIONS, name);
}

/** What an event has in a dimension. */
export function readDimension(name: DimensionName, log: JsonObject, org: string): string | undefined {
	return DIMENSIONS[name].read(log, org);
}

/** An id; the login where the id is `unknown`, as on sign-ins with a name that no user has. */
function identity(entity: Lax | null | undefined): string | undefined {
	return known(entity?.id) ?? known(entity?.alternateId);
}

/** Okta writes `unknown` where it has no id: what it does not know must not be taken for one and the same. */
function known(value: unknown): string | undefined {
	const found = given(value);
	return found === "unknown" ? undefined : found;
}

function given(value: unknown): string | undefined {
	const found = text(value);
	return found === "" ? undefined : found;
}
