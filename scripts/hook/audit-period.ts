import type { OktaApi } from "../../src/okta/api/client.ts";
import { OktaApiError } from "../../src/okta/api/okta-api-error.ts";
import { type JsonObject, jsonText, memberAt, optionalText, text } from "../../src/okta/log-event.ts";
import { ofTypes, readLog } from "../../src/okta/system-log.ts";
import { tell } from "./command.ts";
import type { EventHook } from "./event-hooks.ts";

/** What was found of a period. */
export interface Audit {
	/** How many events Okta meant to push to the hooks. */
	readonly meant: number;
	/** Those of them that did not arrive. */
	readonly missing: readonly JsonObject[];
	/** Deliveries to the hooks that failed, as Okta has it. */
	readonly failures: readonly { readonly published: string; readonly reason: string }[];
	/** How many failed to hooks of others. */
	readonly otherFailures: number;
}

export interface Period {
	readonly since: Date;
	readonly until: Date;
}

/** How many events the Worker is asked about at a time. */
const BATCH = 500;

/** Compares Okta's System Log with what arrived. `unseen` gives those of some uuids that the Worker has not seen. */
export async function auditPeriod(
	api: OktaApi,
	own: readonly EventHook[],
	period: Period,
	unseen: (uuids: readonly string[]) => Promise<readonly string[]>,
): Promise<Audit> {
	let meant = 0;
	const missing: JsonObject[] = [];
	const batch = new Map<string, JsonObject>();
	const ask = async () => {
		if (batch.size === 0) return;
		for (const uuid of await unseen([...batch.keys()])) {
			const event = batch.get(uuid);
			if (event !== undefined) missing.push(event);
		}
		meant += batch.size;
		batch.clear();
	};
	for await (const event of eventsMeantFor(api, own, period)) {
		batch.set(text(event.uuid), event);
		if (batch.size === BATCH) await ask();
	}
	await ask();
	return { meant, missing, ...(await failedDeliveries(api, own, period)) };
}

/** Where Okta says which hooks an event was meant for: their ids with commas between them. */
const HOOK_IDS = ["debugContext", "debugData", "targetEventHookIds"];

async function* eventsMeantFor(api: OktaApi, own: readonly EventHook[], period: Period): AsyncGenerator<JsonObject> {
	const ids = new Set(own.map(({ id }) => id));
	const filter = [...ids].map((id) => `${HOOK_IDS.join(".")} co ${JSON.stringify(id)}`).join(" or ");
	for await (const event of filteredLog(api, filter, period)) {
		const meantFor = text(memberAt(event, HOOK_IDS)).split(/\s*,\s*/);
		if (meantFor.some((id) => ids.has(id)) && text(event.uuid) !== "") yield event;
	}
}

/** Okta documents no filter on this attribute. Where it takes none, all events are read. */
async function* filteredLog(api: OktaApi, filter: string, period: Period): AsyncGenerator<JsonObject> {
	let isTaken = false;
	try {
		for await (const event of readLog(api, { ...bounds(period), filter })) {
			isTaken = true;
			yield event;
		}
	} catch (error) {
		if (isTaken || !(error instanceof OktaApiError) || error.status !== 400) throw error;
		tell("Okta does not filter by event hook here: reading the whole log of the period, which takes longer");
		yield* readLog(api, bounds(period));
	}
}

/** Okta logs deliveries that failed, and no others (event type catalogue, `event_hook.delivery`). */
async function failedDeliveries(api: OktaApi, own: readonly EventHook[], period: Period) {
	const failures: { published: string; reason: string }[] = [];
	let otherFailures = 0;
	for await (const event of readLog(api, { ...bounds(period), filter: ofTypes(["event_hook.delivery"]) })) {
		if (!own.some((hook) => isAbout(jsonText(event), hook))) otherFailures += 1;
		else failures.push({ published: text(event.published), reason: reasonOf(event) });
	}
	return { failures, otherFailures };
}

/** Okta documents no place for the hook: its id may stand anywhere, its name as a text of its own or quoted within one. */
function isAbout(said: string, { id, name }: EventHook): boolean {
	const written = jsonText(name);
	return said.includes(id) || said.includes(written) || said.includes(jsonText(written).slice(1, -1));
}

function reasonOf(event: JsonObject): string {
	const places = [["debugContext", "debugData", "errorMessage"], ["outcome", "reason"], ["displayMessage"]];
	return (
		places.map((path) => optionalText(memberAt(event, path))).find((reason) => reason !== undefined) ?? "no reason"
	);
}

function bounds({ since, until }: Period): { since: string; until: string } {
	return { since: since.toISOString(), until: until.toISOString() };
}
