import { DurableObject } from "cloudflare:workers";
import type { EventHook } from "../okta/event-hook.ts";
import { mfaHistoryLimits } from "../okta/mfa-counters.ts";
import { Drain } from "./drain.ts";
import { EndedSessions } from "./ended-sessions.ts";
import { compilation, oktaEngine, possibleSequenceEngine, ruleSet, sequenceEngine, windowPlan } from "./engine.ts";
import { FeedWatch } from "./feed-watch.ts";
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
import { Live } from "./live.ts";
import type { AlertPortrait, Overview } from "./overview.ts";
import { Portraits } from "./portrait.ts";
import { Pruner } from "./prune.ts";
import { type Receipt, Receiver } from "./receive.ts";
import { migrate } from "./schema.ts";
import type { SetAside } from "./set-aside.ts";
import type { OrgSettings } from "./settings.ts";
import { type Standing, standing, waitingAs } from "./standing.ts";
import { openStores, type Stores } from "./stores.ts";
import { Sweep } from "./sweep.ts";
import { typesOf } from "./swept-types.ts";

/** When to try again after an alarm that failed, in milliseconds. */
const RECOVERY = 30_000;

/** An alarm that is late by this much, in milliseconds, is not coming any more. */
const OVERDUE = 60_000;

/** Events that are evaluated once more by themselves. */
const RETRIED = 100;

/** Storms that one alarm ends. */
const STORMS_PER_ALARM = 100;

/**
 * What remembers: one object for an Okta org. It takes deliveries in (`receive`) and, by its alarm, sends the alerts they
 * made until none is left. Everything it knows is in its storage, so it may be stopped at any point.
 */
export class OktaOrg extends DurableObject<Env> {
	readonly #settings: OrgSettings;
	readonly #stores: Stores;
	readonly #ledger: Ledger;
	readonly #finder: AlertFinder;
	readonly #latest: LatestAlerts;
	readonly #portraits: Portraits;
	readonly #live: Live;
	readonly #receiver: Receiver;
	readonly #sweep: Sweep;
	readonly #feeds: FeedWatch;
	readonly #drain: Drain;
	readonly #pruner: Pruner;
	/** Id of the last event that was set aside before this start, until those were looked at again. */
	#lastSetAside: number;
	/** When the alarm is set to go off. */
	#alarmAt: number | undefined;

	constructor(ctx: DurableObjectState, env: Env, settings: OrgSettings) {
		super(ctx, env);
		const { storage } = ctx;
		migrate(storage);
		this.#stores = openStores(storage, ruleSet().storm, windowPlan(), mfaHistoryLimits(ruleSet().initConfig));
		this.#lastSetAside = this.#stores.setAsides.lastId();
		this.#ledger = new Ledger(storage.sql, this.#stores.changes);
		this.#finder = new AlertFinder(storage.sql);
		this.#latest = new LatestAlerts(storage.sql);
		this.#portraits = new Portraits(this.#stores, settings, compilation);
		this.#live = new Live(ctx, this.#stores.changes, this.#finder);
		this.#settings = settings;
		this.#receiver = new Receiver(this.#stores, settings, {
			evaluate: (event) => oktaEngine().evaluate(event),
			sequences: {
				evaluate: (event) => sequenceEngine().evaluate(event),
				mayMatch: (event) => possibleSequenceEngine().evaluate(event).length > 0,
			},
		});
		this.#sweep = new Sweep(this.#stores, this.#receiver, settings, {
			types: () => typesOf(ruleSet().rules),
			onTaken: () => this.#follow(),
		});
		this.#feeds = new FeedWatch(this.#stores, settings, ruleSet().alert);
		this.#drain = new Drain(storage, this.#stores.outbox, settings, {
			figures: this.#stores.figures,
			onChange: () => this.#live.tell(this.#waiting),
		});
		this.#pruner = new Pruner(this.#stores, settings.systemLog !== undefined);
		ctx.blockConcurrencyWhile(async () => {
			this.#alarmAt = (await storage.getAlarm()) ?? undefined;
		});
	}

	/** Takes a delivery in. When this resolves, the delivery is stored; when it rejects, nothing of it is. */
	receive(hook: EventHook): Receipt {
		const { lastDelivery } = this.#stores.figures.tally;
		const receipt = this.#receiver.receive(hook);
		this.#stores.hooks.learn(hook, lastDelivery, Date.now());
		// Nearly no delivery makes an alert, and only alerts are due sooner than what the alarm is set for.
		if (receipt.alerts > 0 || this.#alarmAt === undefined) this.#arm();
		this.#live.tell(this.#waiting);
		return receipt;
	}

	/** Sets the alarm if it was lost, raises one if events no longer come, and tells how things stand. */
	async watch(): Promise<Standing> {
		const alarmAt = await this.ctx.storage.getAlarm();
		if (alarmAt === null || alarmAt < Date.now() - OVERDUE) this.#alarmAt = undefined;
		this.#retryFailed();
		this.#lookAtFeeds();
		return this.standing();
	}

	/** Reads what is new in the System Log, where that is configured. Takes minutes at most. */
	async sweep(): Promise<void> {
		await this.#sweep.run();
		this.#lookAtFeeds();
	}

	#lookAtFeeds(): void {
		this.#feeds.look(this.#sweep.standing, Date.now());
		this.#follow();
	}

	/** Evaluates once more what failed before this start of the object, as it may have been started with a mended release. */
	#retryFailed(): void {
		for (const id of this.#stores.setAsides.failed(this.#lastSetAside, RETRIED)) this.#receiver.replay(id);
		this.#lastSetAside = 0;
	}

	/** How things stand. */
	standing(): Standing {
		const { destination } = this.#drain;
		const reports = { destination, sweep: this.#sweep.standing ?? null, silences: this.#feeds.silences };
		return standing(this.#stores, reports, Date.now());
	}

	/** Those of some events' uuids that were not taken in, as far back as is remembered. */
	unseen(uuids: readonly string[]): string[] {
		return this.#stores.seen.unseen(uuids);
	}

	/** Up to `limit` alerts, from a place on that an earlier page gave. */
	alerts(filter: AlertFilter, limit: number, from?: Place): AlertPage {
		return this.#ledger.list(filter, limit, from, this.#waiting);
	}

	/** One alert, and the JSON that is sent of it; null when there is none of that id. */
	alert(id: string): AlertDetails | null {
		return this.#portraits.find(id, this.#waiting) ?? null;
	}

	/** What the status page shows. */
	overview(): Overview {
		const now = Date.now();
		const { figures, hooks } = this.#stores;
		return {
			standing: this.standing(),
			hours: figures.hours(now),
			latency: figures.latency(now),
			rules: figures.rules(now),
			hooks: hooks.hooks(now),
		};
	}

	/** Up to `limit` alerts, those first that were stored last; of old ones only as many are looked at as takes no time. */
	latest(filter: AlertFilter, limit: number): AlertEntry[] {
		return this.#latest.list(filter, limit, this.#waiting);
	}

	/** Everything that is known of an alert; null when there is none of that id. */
	portrait(id: string): AlertPortrait | null {
		return this.#portraits.paint(id, this.#waiting) ?? null;
	}

	/** A WebSocket for who watches live: it sends each `LiveMessage` as JSON, and answers ping with pong. */
	override async fetch(request: Request): Promise<Response> {
		return this.#live.accept(request, Date.now());
	}

	override webSocketMessage(watcher: WebSocket): void {
		this.#live.hear(watcher);
	}

	override webSocketClose(watcher: WebSocket, code: number): void {
		this.#live.close(watcher, code);
	}

	/** Has an alert sent, wherever it stands; asking again while it is on its way does no more. */
	replay(id: string): AlertDetails | null {
		return this.#change(id, (entry, now) => {
			this.#drain.hurry(now);
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
		return this.#stores.setAsides.list(limit, before, characters);
	}

	/** Evaluates an event that was set aside: why that still cannot be done, if so; null when there is none of that id. */
	replaySetAside(id: number): { readonly reason?: string } | null {
		if (this.#stores.setAsides.get(id) === undefined) return null;
		const reason = this.#receiver.replay(id);
		this.#follow();
		return reason === undefined ? {} : { reason };
	}

	/** Forgets an event that was set aside; false when there is none of that id. */
	resolveSetAside(id: number): boolean {
		const isThere = this.ctx.storage.transactionSync(() => this.#stores.setAsides.delete(id));
		this.#follow();
		return isThere;
	}

	/** Ends a session of the status page before it is over by itself, which is at `until` at the latest, in milliseconds. */
	endSession(id: string, until: number): void {
		new EndedSessions(this.ctx.storage).end(id, until, Date.now());
		this.#live.endSession(id);
	}

	/** Whether a session of the status page was ended. */
	isSessionOver(id: string): boolean {
		return new EndedSessions(this.ctx.storage).has(id);
	}

	get #waiting(): Waiting {
		return waitingAs(this.#drain.destination);
	}

	#change(id: string, change: (entry: AlertEntry, now: number) => Place): AlertDetails | null {
		const found = this.alert(id);
		if (found === null) return null;
		const place = this.ctx.storage.transactionSync(() => change(found.entry, Date.now()));
		this.#follow();
		return this.#finder.read(place, this.#waiting) ?? null;
	}

	override async alarm(): Promise<void> {
		this.#alarmAt = undefined;
		try {
			const { storage, storms } = this.#stores;
			storage.transactionSync(() => storms.close(Date.now(), STORMS_PER_ALARM));
			this.#live.tell(this.#waiting);
			await this.#drain.run();
			this.#pruner.run(Date.now());
			this.#arm();
		} catch (error) {
			// Were this to throw, the alarm would be tried a few times more and then never again.
			this.#settings.log("error", "an alarm failed", {
				reason: error instanceof Error ? error.message : String(error),
			});
			this.#setAlarm(Date.now() + RECOVERY);
		}
	}

	/** What follows from something that was stored: it is sent in its time, and told to those who watch. */
	#follow(): void {
		this.#arm();
		this.#live.tell(this.#waiting);
	}

	/** Sets the alarm for whatever is due first. In the same turn as what made it due, so that both are stored or none. */
	#arm(): void {
		const now = Date.now();
		const due = [this.#drain.wakeAt(now), this.#stores.storms.wakeAt(), this.#pruner.wakeAt];
		const wakeAt = Math.max(Math.min(...due.filter((at) => at !== undefined)), now);
		if (this.#alarmAt === undefined || wakeAt < this.#alarmAt) this.#setAlarm(wakeAt);
	}

	#setAlarm(at: number): void {
		this.#alarmAt = at;
		this.ctx.waitUntil(this.ctx.storage.setAlarm(at));
	}
}
