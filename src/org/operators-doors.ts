import { DurableObject } from "cloudflare:workers";
import { EndedSessions } from "./ended-sessions.ts";
import { compilation } from "./engine.ts";
import { AlertFinder } from "./find-alert.ts";
import { LatestAlerts } from "./latest-alerts.ts";
import {
	type AlertDetails,
	type AlertEntry,
	type AlertFilter,
	type AlertPage,
	Ledger,
	type Place,
	type Waiting,
} from "./ledger.ts";
import type { AlertPortrait, Overview } from "./overview.ts";
import { openParts, type Parts } from "./parts.ts";
import { Portraits } from "./portrait.ts";
import type { SetAside } from "./set-aside.ts";
import type { OrgSettings } from "./settings.ts";
import { type Standing, standing, waitingAs } from "./standing.ts";

/** What operators look at in an org's object and change in it: its alerts, the events set aside, how it stands, live or not. */
export abstract class OperatorsDoors extends DurableObject<Env> {
	/** The object's parts, for the path of its events (okta-org.ts) as well. */
	protected readonly parts: Parts;
	readonly #ledger: Ledger;
	readonly #finder: AlertFinder;
	readonly #latest: LatestAlerts;
	readonly #portraits: Portraits;
	readonly #endedSessions: EndedSessions;

	constructor(ctx: DurableObjectState, env: Env, settings: OrgSettings) {
		super(ctx, env);
		const { storage } = ctx;
		this.parts = openParts(ctx, settings);
		const { stores } = this.parts;
		this.#ledger = new Ledger(storage.sql, stores.changes);
		this.#finder = new AlertFinder(storage.sql);
		this.#latest = new LatestAlerts(storage.sql);
		this.#portraits = new Portraits(stores, settings, compilation);
		this.#endedSessions = new EndedSessions(storage);
	}

	/** How things stand. */
	standing(): Standing {
		const { stores, drain, sweep, feeds } = this.parts;
		const { destination } = drain;
		const reports = { destination, sweep: sweep.standing ?? null, silences: feeds.silences };
		return standing(stores, reports, Date.now());
	}

	/** What the status page shows. */
	overview(): Overview {
		const now = Date.now();
		const { figures, hooks } = this.parts.stores;
		return {
			standing: this.standing(),
			hours: figures.hours(now),
			latency: figures.latency(now),
			rules: figures.rules(now),
			hooks: hooks.hooks(now),
		};
	}

	/** Those of some events' uuids that were not taken in, as far back as is remembered. */
	unseen(uuids: readonly string[]): string[] {
		return this.parts.stores.seen.unseen(uuids);
	}

	/** Up to `limit` alerts, from a place on that an earlier page gave. */
	alerts(filter: AlertFilter, limit: number, from?: Place): AlertPage {
		return this.#ledger.list(filter, limit, from, this.#waiting);
	}

	/** Up to `limit` alerts, those first that were stored last; of old ones only as many are looked at as takes no time. */
	latest(filter: AlertFilter, limit: number): AlertEntry[] {
		return this.#latest.list(filter, limit, this.#waiting);
	}

	/** One alert, and the JSON that is sent of it; null when there is none of that id. */
	alert(id: string): AlertDetails | null {
		return this.#portraits.find(id, this.#waiting) ?? null;
	}

	/** Everything that is known of an alert; null when there is none of that id. */
	portrait(id: string): AlertPortrait | null {
		return this.#portraits.paint(id, this.#waiting) ?? null;
	}

	/** Has an alert sent, wherever it stands; asking again while it is on its way does no more. */
	replay(id: string): AlertDetails | null {
		return this.#change(id, (entry, now) => {
			this.parts.drain.hurry(now);
			return this.#ledger.replay(entry, now);
		});
	}

	/** Closes an alert, so that it is not sent any more. One that was delivered stays that. */
	resolve(id: string): AlertDetails | null {
		return this.#change(id, (entry, now) => this.#ledger.resolve(entry, now));
	}

	/**
	 * Up to `limit` of the events that were set aside, newest first, from below the id `before`; of each text as many
	 * characters at most, and all of it unless said.
	 */
	setAsides(limit: number, before: number = Number.MAX_SAFE_INTEGER, characters?: number): SetAside[] {
		return this.parts.stores.setAsides.list(limit, before, characters);
	}

	/** Evaluates an event that was set aside: why that still cannot be done, if so; null when there is none of that id. */
	replaySetAside(id: number): { readonly reason?: string } | null {
		const { stores, receiver, follow } = this.parts;
		if (stores.setAsides.get(id) === undefined) return null;
		const reason = receiver.replay(id);
		follow();
		return reason === undefined ? {} : { reason };
	}

	/** Forgets an event that was set aside; false when there is none of that id. */
	resolveSetAside(id: number): boolean {
		const { stores, follow } = this.parts;
		const isThere = stores.storage.transactionSync(() => stores.setAsides.delete(id));
		follow();
		return isThere;
	}

	/** A WebSocket for who watches live: it says `changed` whenever something has, and answers ping with pong. */
	override async fetch(request: Request): Promise<Response> {
		return this.parts.live.accept(request, Date.now());
	}

	override webSocketMessage(watcher: WebSocket): void {
		this.parts.live.hear(watcher);
	}

	override webSocketClose(watcher: WebSocket, code: number): void {
		this.parts.live.close(watcher, code);
	}

	/** Ends a session of the status page before it is over by itself, which is at `until` at the latest, in milliseconds. */
	endSession(id: string, until: number): void {
		this.#endedSessions.end(id, until, Date.now());
		this.parts.live.endSession(id);
	}

	/** Whether a session of the status page was ended. */
	isSessionOver(id: string): boolean {
		return this.#endedSessions.has(id);
	}

	get #waiting(): Waiting {
		return waitingAs(this.parts.drain.destination);
	}

	#change(id: string, change: (entry: AlertEntry, now: number) => Place): AlertDetails | null {
		const found = this.alert(id);
		if (found === null) return null;
		const { stores, follow } = this.parts;
		const place = stores.storage.transactionSync(() => change(found.entry, Date.now()));
		follow();
		return this.#finder.read(place, this.#waiting) ?? null;
	}
}
