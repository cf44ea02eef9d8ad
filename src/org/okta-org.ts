import { DurableObject } from "cloudflare:workers";
import type { EventHook } from "../okta/event-hook.ts";
import { Drain } from "./drain.ts";
import { oktaEngine } from "./engine.ts";
import {
	type AlertDetails,
	type AlertEntry,
	type AlertFilter,
	type AlertPage,
	Ledger,
	type Place,
	type Waiting,
} from "./ledger.ts";
import { MfaCounters } from "./mfa-counters.ts";
import { Outbox } from "./outbox.ts";
import { Pruner } from "./prune.ts";
import { type Ledgers, type Receipt, Receiver } from "./receive.ts";
import { migrate } from "./schema.ts";
import { Seen } from "./seen.ts";
import { type SetAside, SetAsides } from "./set-aside.ts";
import type { OrgSettings } from "./settings.ts";
import { type Standing, standing, waitingAs } from "./standing.ts";

/** When to try again after an alarm that failed, in milliseconds. */
const RECOVERY = 30_000;

/** An alarm that is late by this much, in milliseconds, is not coming any more. */
const OVERDUE = 60_000;

/**
 * What remembers: one object for an Okta org. It takes deliveries in (`receive`) and, by its alarm, sends the alerts they
 * made until none is left. Everything it knows is in its storage, so it may be stopped at any point.
 */
export class OktaOrg extends DurableObject<Env> {
	readonly #settings: OrgSettings;
	readonly #ledgers: Ledgers;
	readonly #ledger: Ledger;
	readonly #receiver: Receiver;
	readonly #drain: Drain;
	readonly #pruner: Pruner;
	/** When the alarm is set to go off. */
	#alarmAt: number | undefined;

	constructor(ctx: DurableObjectState, env: Env, settings: OrgSettings) {
		super(ctx, env);
		const { storage } = ctx;
		migrate(storage);
		this.#ledgers = {
			storage,
			seen: new Seen(storage.sql),
			mfa: new MfaCounters(storage.sql),
			outbox: new Outbox(storage.sql),
			setAsides: new SetAsides(storage.sql),
		};
		this.#ledger = new Ledger(storage.sql);
		this.#settings = settings;
		this.#receiver = new Receiver(this.#ledgers, settings, (event) => oktaEngine().evaluate(event));
		this.#drain = new Drain(storage, this.#ledgers.outbox, settings);
		this.#pruner = new Pruner(this.#ledgers);
		ctx.blockConcurrencyWhile(async () => {
			this.#alarmAt = (await storage.getAlarm()) ?? undefined;
		});
	}

	/** Takes a delivery in. When this resolves, the delivery is stored; when it rejects, nothing of it is. */
	receive(hook: EventHook): Receipt {
		const receipt = this.#receiver.receive(hook);
		this.#arm();
		return receipt;
	}

	/** Sets the alarm if it was lost, and tells how things stand. */
	async watch(): Promise<Standing> {
		const alarmAt = await this.ctx.storage.getAlarm();
		if (alarmAt === null || alarmAt < Date.now() - OVERDUE) this.#alarmAt = undefined;
		this.#arm();
		return standing(this.ctx.storage, this.#drain.destination, Date.now());
	}

	/** How things stand. */
	standing(): Standing {
		return standing(this.ctx.storage, this.#drain.destination, Date.now());
	}

	/** Up to `limit` alerts, from a place on that an earlier page gave. */
	alerts(filter: AlertFilter, limit: number, from?: Place): AlertPage {
		return this.#ledger.list(filter, limit, from, this.#waiting);
	}

	/** One alert, and the JSON that is sent of it; null when there is none of that id. */
	alert(id: string): AlertDetails | null {
		return this.#ledger.find(id, this.#waiting) ?? null;
	}

	/** Has an alert sent, wherever it stands; asking again while it is on its way does no more. */
	replay(id: string): AlertDetails | null {
		return this.#change(id, (entry, now) => {
			this.#ledger.replay(entry, now);
			this.#drain.hurry(now);
			this.#arm();
		});
	}

	/** Closes an alert, so that it is not sent any more. One that was delivered stays that. */
	resolve(id: string): AlertDetails | null {
		return this.#change(id, (entry, now) => this.#ledger.resolve(entry, now));
	}

	/** Up to `limit` of the events that were set aside, newest first, from below the id `before`. */
	setAsides(limit: number, before: number = Number.MAX_SAFE_INTEGER): SetAside[] {
		return this.#ledgers.setAsides.list(limit, before);
	}

	/** Evaluates an event that was set aside: why that still cannot be done, if so; null when there is none of that id. */
	replaySetAside(id: number): { readonly reason?: string } | null {
		if (this.#ledgers.setAsides.get(id) === undefined) return null;
		const reason = this.#receiver.replay(id);
		this.#arm();
		return reason === undefined ? {} : { reason };
	}

	/** Forgets an event that was set aside; false when there is none of that id. */
	resolveSetAside(id: number): boolean {
		return this.#ledgers.setAsides.delete(id);
	}

	get #waiting(): Waiting {
		return waitingAs(this.#drain.destination);
	}

	#change(id: string, change: (entry: AlertEntry, now: number) => void): AlertDetails | null {
		const found = this.alert(id);
		if (found === null) return null;
		this.ctx.storage.transactionSync(() => change(found.entry, Date.now()));
		return this.alert(id);
	}

	override async alarm(): Promise<void> {
		this.#alarmAt = undefined;
		try {
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

	/** Sets the alarm for whatever is due first. In the same turn as what made it due, so that both are stored or none. */
	#arm(): void {
		const now = Date.now();
		const wakeAt = Math.min(this.#drain.wakeAt(now) ?? Number.POSITIVE_INFINITY, Math.max(this.#pruner.wakeAt, now));
		if (this.#alarmAt === undefined || wakeAt < this.#alarmAt) this.#setAlarm(wakeAt);
	}

	#setAlarm(at: number): void {
		this.#alarmAt = at;
		this.ctx.waitUntil(this.ctx.storage.setAlarm(at));
	}
}
