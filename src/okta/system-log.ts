import type { OktaApi } from "./api/client.ts";
import { isJsonObject, type JsonObject } from "./log-event.ts";

/** What is asked of the System Log (Okta's Management API, `listLogEvents`, and its page "System Log query"). Times are ISO 8601. */
export interface LogQuery {
	/** Events published at or after this; Okta's default is a week before `until`. */
	readonly since?: string;
	/** Events published before this. Left out, the log is polled: its end has a `next` too, from which it goes on later. */
	readonly until?: string;
	/** A SCIM filter: `eventType eq "user.session.start" or …`. */
	readonly filter?: string;
	/** Words to find anywhere. */
	readonly q?: string;
	/** The most events of a page, from 0 to 1000; Okta's default is 100. */
	readonly limit?: number;
	readonly sortOrder?: "ASCENDING" | "DESCENDING";
}

/** A part of the log. */
export interface LogPage {
	/** Objects only; what they hold is as Okta sent it. */
	readonly events: readonly JsonObject[];
	/** Where the log goes on: opaque, to be followed as it is. Polling, it is always there, and can be kept for weeks. */
	readonly next: URL | undefined;
}

const PATH = "/api/v1/logs";

/** The most events that Okta puts into one page. */
export const LOG_PAGE_MAX = 1_000;

/** Reads a page: the first that a query gives, or the one at `next` of the page before. @throws OktaApiError */
export async function readLogPage(api: OktaApi, at: LogQuery | URL): Promise<LogPage> {
	const { items, next } = await api.page(at instanceof URL ? at : pathOf(at));
	return { events: items.filter(isJsonObject), next };
}

/** All events between two times, in the order of `published`. Those that Okta stored late may be missing. @throws OktaApiError */
export async function* readLog(
	api: OktaApi,
	query: LogQuery & { readonly since: string; readonly until: string },
): AsyncGenerator<JsonObject> {
	for (let at: LogQuery | URL | undefined = { limit: LOG_PAGE_MAX, ...query }; at !== undefined; ) {
		const { events, next }: LogPage = await readLogPage(api, at);
		yield* events;
		at = next;
	}
}

/** A filter for events of any of these types. */
export function ofTypes(eventTypes: Iterable<string>): string {
	return [...eventTypes].map((type) => `eventType eq ${JSON.stringify(type)}`).join(" or ");
}

function pathOf(query: LogQuery): string {
	const entries = Object.entries(query).filter(([, value]) => value !== undefined);
	return `${PATH}?${new URLSearchParams(Object.fromEntries(entries.map(([name, value]) => [name, String(value)])))}`;
}
