import type { Destination } from "../falcosidekick/deliver.ts";
import type { Fault } from "../falcosidekick/destination.ts";
import type { ApiSettings } from "../okta/api/credentials.ts";

/** One line of the log: what happened, in a fixed phrase to search for, and what it concerns. */
export type Log = (
	level: "info" | "warn" | "error",
	message: string,
	details?: Readonly<Record<string, unknown>>,
) => void;

/** Keeps counts for charts: of what, of which kind, how many. */
export type Measure = (what: string, kind: string, counts: readonly number[]) => void;

/** The org whose System Log is read, and what lets one read it. */
export interface SystemLogAccess {
	readonly org: URL;
	readonly credentials: ApiSettings;
}

/** What the operator decides about an org's object; the Worker reads it from its environment (worker/config.ts). */
export interface OrgSettings {
	/** Host of the org; where it is not told, that of each delivery's source. */
	readonly orgHost: string | undefined;
	/** The name that alerts carry as theirs (`hostname`), where it is not the org's host. */
	readonly hostname: string | undefined;
	/** Where alerts go, or what is wrong with the settings that should say so: then alerts are held. */
	readonly destination: Destination | { readonly faults: readonly Fault[] };
	/** How fast alerts are sent: a burst at once, then so many a second. */
	readonly pace: { readonly perSecond: number; readonly burst: number };
	/** The org's System Log, and what lets one read it; undefined: it is not read. */
	readonly systemLog: SystemLogAccess | undefined;
	/** How long event hooks may say nothing before that is an alert, in milliseconds; undefined: it never is. */
	readonly patience: number | undefined;
	readonly log: Log;
	readonly measure: Measure;
}
