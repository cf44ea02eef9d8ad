import { messageOf } from "../message-of.ts";
import { acceptLogEvents } from "../okta/accept-log-events.ts";
import { OktaApi } from "../okta/api/client.ts";
import { readApiAccess } from "../okta/api/credentials.ts";
import { OktaApiError } from "../okta/api/okta-api-error.ts";
import { Transport } from "../okta/api/transport.ts";
import type { JsonObject, LogEvent } from "../okta/log-event.ts";
import { publishedTime } from "../okta/published.ts";
import { LOG_PAGE_MAX, type LogPage, readLogPage } from "../okta/system-log.ts";
import type { Receiver } from "./receive.ts";
import type { OrgSettings, SystemLogAccess } from "./settings.ts";
import type { Stores } from "./stores.ts";
import { SweepRequests } from "./sweep-requests.ts";
import {
	afterPage,
	readSweepState,
	restart,
	type Start,
	type SweepStanding,
	type SweepState,
	startOf,
	writeSweepState,
} from "./sweep-state.ts";

export interface SweepOptions {
	/** The event types that rules look at; undefined: any. Asked once. */
	readonly types: () => ReadonlySet<string> | undefined;
	/** Is called in the turn that has stored events. */
	readonly onTaken: () => void;
}

/** A shorter page, in events, is the end of the log, as far as it goes. */
const SHORT_PAGE = 100;

/** How long a run goes on asking for pages, in milliseconds: the cron comes every five minutes. */
const RUN_TIME = 240_000;

/** How long a hook has to bring an event, in milliseconds: Okta wants to hear of no delay that is shorter. */
const GRACE = 3_600_000;

const SCOPES = ["okta.logs.read"];

/**
 * Reads the System Log from where it was read to, and takes in what nobody has brought: what hooks cannot carry, and what
 * they lost. The log is read whole, for a filter that named all types which rules need would be longer than an address may
 * be, and would have to start over with every change of the rules.
 */
export class Sweep {
	readonly #stores: Stores;
	readonly #receiver: Pick<Receiver, "sweep">;
	readonly #settings: OrgSettings;
	readonly #options: SweepOptions;
	readonly #requests = new SweepRequests();
	#state: SweepState;
	#api: OktaApi | undefined;
	#types: { readonly wanted: ReadonlySet<string> | undefined } | undefined;
	#isRunning = false;

	constructor(stores: Stores, receiver: Pick<Receiver, "sweep">, settings: OrgSettings, options: SweepOptions) {
		this.#stores = stores;
		this.#receiver = receiver;
		this.#settings = settings;
		this.#options = options;
		this.#state = readSweepState(stores.storage);
	}

	/** How it stands; undefined where there are no credentials to read the log with. */
	get standing(): SweepStanding | undefined {
		const { next: _, ...standing } = this.#state;
		return this.#settings.systemLog === undefined ? undefined : standing;
	}

	/** Reads as much as one run may. Never throws; does nothing while another run is under way. */
	async run(): Promise<void> {
		const { systemLog: access } = this.#settings;
		if (access === undefined || this.#isRunning) return;
		this.#isRunning = true;
		const began = Date.now();
		try {
			this.#recovered(this.#stores.awaited.giveUp(began - GRACE));
			if (began >= this.#state.retryAt) await this.#read(access, began);
		} catch (error) {
			this.#fail(error, began);
		} finally {
			this.#isRunning = false;
		}
	}

	async #read(access: SystemLogAccess, began: number): Promise<void> {
		const before = this.#state;
		this.#requests.begin();
		const api = await this.#connect(access);
		let at = this.#opened(startOf(before, began, this.#stores.seen.since(began)));
		for (let isDone = false; !isDone; ) {
			const asked = Date.now();
			const page = await this.#page(api, at);
			const isEnd = page.next === undefined || page.events.length < SHORT_PAGE;
			this.#keep(page, { asked, began, isEnd });
			isDone = isEnd || !this.#requests.mayGoOn || Date.now() - began > RUN_TIME;
			if (page.next !== undefined) at = page.next;
		}
		this.#tell(before);
	}

	async #connect({ org, credentials }: SystemLogAccess): Promise<OktaApi> {
		if (this.#api !== undefined) return this.#api;
		const transport = new Transport({ fetch: this.#requests.fetch });
		const access = await readApiAccess(credentials, { org, scopes: SCOPES, transport });
		if (!access.ok) throw new Error(access.faults.map(({ name, fault }) => `${name} ${fault}`).join("; "));
		this.#api = new OktaApi({ org, authorization: access.authorization, transport });
		return this.#api;
	}

	#opened({ at, gap }: Start): Start["at"] {
		if (gap === undefined) return at;
		this.#settings.log("error", "a part of the System Log is not swept: its events could alert a second time", {
			from: isoOf(gap.from),
			to: isoOf(gap.to),
		});
		return at;
	}

	async #page(api: OktaApi, at: Start["at"]): Promise<LogPage> {
		if (!(at instanceof URL)) return readLogPage(api, queryOf(at.since));
		try {
			return await readLogPage(api, at);
		} catch (error) {
			if (!(error instanceof OktaApiError) || error.status !== 400) throw error;
			this.#settings.log("warn", "Okta refuses the cursor: the System Log is read again from before it", {
				reason: error.message,
			});
			const now = Date.now();
			return this.#page(api, this.#opened(restart(this.#state.sweptTo, now, this.#stores.seen.since(now))));
		}
	}

	#keep(
		{ events, next }: LogPage,
		run: { readonly asked: number; readonly began: number; readonly isEnd: boolean },
	): void {
		const { storage, awaited, hooks } = this.#stores;
		const found = acceptLogEvents(events.filter(this.#isWanted), "logs");
		const late: number[] = [];
		const missed: number[] = [];
		let state = this.#state;
		this.#receiver.sweep({ source: this.#source, ...found }, (taken) => {
			for (const event of taken.fresh) {
				const at = Math.min(momentOf(event), run.asked);
				if (hooks.brings(event.eventType)) missed.push(at);
				if (!hooks.isAddressed(event)) continue;
				if (at < run.began - GRACE) late.push(at);
				else awaited.add(event.uuid, at);
			}
			const reached = run.isEnd ? run.asked : Math.min(run.asked, Math.max(0, ...events.map(momentOf)));
			state = afterPage(state, { ...run, next: next?.href ?? null, reached, read: events.length, ...taken.receipt });
			writeSweepState(storage, state);
		});
		this.#state = state;
		hooks.miss(missed);
		this.#recovered(late);
		this.#options.onTaken();
	}

	readonly #isWanted = (event: JsonObject): boolean => {
		this.#types ??= { wanted: this.#options.types() };
		const { wanted } = this.#types;
		const { eventType } = event;
		// What has no type is refused further on, with its reason.
		if (wanted === undefined || typeof eventType !== "string" || wanted.has(eventType)) return true;
		return this.#stores.hooks.isAddressed(event);
	};

	get #source(): string {
		return new URL("/api/v1/logs", this.#settings.systemLog?.org).href;
	}

	/** Counts events, by when they happened, that a hook should have brought. */
	#recovered(published: readonly number[]): void {
		if (published.length === 0) return;
		const { storage, hooks, figures } = this.#stores;
		this.#state = { ...this.#state, recovered: this.#state.recovered + published.length };
		writeSweepState(storage, this.#state);
		hooks.lose(published, figures.tally.lastDelivery);
		this.#settings.log("warn", "a hook did not bring events that the System Log has: they are recovered", {
			events: published.length,
			from: isoOf(Math.min(...published)),
			to: isoOf(Math.max(...published)),
		});
	}

	#fail(error: unknown, began: number): void {
		const reason = messageOf(error);
		const { status = 0, retryAt = 0 } = error instanceof OktaApiError ? error : {};
		const failingSince = this.#state.failingSince || began;
		this.#state = { ...this.#state, lastRun: began, failingSince, error: reason, retryAt };
		writeSweepState(this.#stores.storage, this.#state);
		const isTransient = error instanceof OktaApiError && (status === 0 || status === 429 || status >= 500);
		this.#settings.log(isTransient ? "warn" : "error", "the System Log cannot be read", {
			reason,
			since: isoOf(failingSince),
		});
	}

	#tell(before: SweepState): void {
		const { pages, read, events, alerts, recovered, isBehind, sweptTo } = this.#state;
		const done = {
			pages: pages - before.pages,
			read: read - before.read,
			events: events - before.events,
			alerts: alerts - before.alerts,
			recovered: recovered - before.recovered,
		};
		this.#settings.measure("sweeps", isBehind ? "behind" : "whole", Object.values(done));
		this.#settings.log("info", "System Log swept", { ...done, isBehind, sweptTo: isoOf(sweptTo) });
	}
}

function queryOf(since: number) {
	return { since: isoOf(since), sortOrder: "ASCENDING", limit: LOG_PAGE_MAX } as const;
}

/** When an event happened, in milliseconds; long before all others where it does not say. */
function momentOf({ published }: JsonObject | LogEvent): number {
	return Number(publishedTime(String(published)) / 1_000_000n);
}

function isoOf(milliseconds: number): string {
	return new Date(milliseconds).toISOString();
}
