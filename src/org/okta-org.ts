import { messageOf } from "../message-of.ts";
import type { EventHook } from "../okta/event-hook.ts";
import { OperatorsDoors } from "./operators-doors.ts";
import type { Receipt } from "./receive.ts";
import type { Log, OrgSettings } from "./settings.ts";
import type { Standing } from "./standing.ts";

/** When to try again after an alarm that failed, in milliseconds. */
const RECOVERY = 30_000;

/** Events that one watch evaluates once more by itself. */
const RETRIED = 100;

/** Storms that one alarm ends. */
const STORMS_PER_ALARM = 100;

/**
 * What remembers: one object for an Okta org. It takes deliveries in (`receive`) and, by its alarm, sends the alerts they
 * made until none is left. Everything it knows is in its storage, so it may be stopped at any point. What operators ask of it
 * is in operators-doors.ts.
 */
export class OktaOrg extends OperatorsDoors {
	readonly #log: Log;
	/** Id of the last event that was set aside before this start, and of the last of them that was looked at again. */
	readonly #lastSetAside: number;
	#lastRetried = 0;

	constructor(ctx: DurableObjectState, env: Env, settings: OrgSettings) {
		super(ctx, env, settings);
		this.#log = settings.log;
		this.#lastSetAside = this.parts.stores.setAsides.lastId();
	}

	/** Takes a delivery in. When this resolves, the delivery is stored; when it rejects, nothing of it is. */
	receive(hook: EventHook): Receipt {
		const { stores, receiver, alarm, live } = this.parts;
		const { lastDelivery } = stores.figures.tally;
		const receipt = receiver.receive(hook);
		stores.hooks.learn(hook, lastDelivery, Date.now());
		// Nearly no delivery makes an alert, and only alerts are due sooner than what the alarm is set for.
		if (receipt.alerts > 0 || !alarm.isSet) alarm.arm();
		live.tell();
		return receipt;
	}

	/** Remembers for operators that a delivery was refused, and why, before it could come here. */
	noteRefusal(status: number, reason: string): void {
		const { stores, live } = this.parts;
		stores.refused.note(status, reason, stores.figures.tally.lastDelivery, Date.now());
		live.tell();
	}

	/** Sends what is due. */
	override async alarm(): Promise<void> {
		const { stores, drain, pruner, alarm, live } = this.parts;
		alarm.wentOff();
		try {
			stores.storage.transactionSync(() => stores.storms.close(Date.now(), STORMS_PER_ALARM));
			live.tell();
			await drain.run();
			pruner.run(Date.now());
			alarm.arm();
		} catch (error) {
			// Were this to throw, the alarm would be tried a few times more and then never again.
			this.#log("error", "an alarm failed", { reason: messageOf(error) });
			alarm.set(Date.now() + RECOVERY);
		}
	}

	/** Sets the alarm if it was lost, raises one if events no longer come, and tells how things stand. */
	async watch(): Promise<Standing> {
		await this.parts.alarm.check();
		this.#retryFailed();
		this.#lookAtFeeds();
		return this.standing();
	}

	/** Reads what is new in the System Log, where that is configured. Takes minutes at most. */
	async sweep(): Promise<void> {
		await this.parts.sweep.run();
		this.#lookAtFeeds();
	}

	#lookAtFeeds(): void {
		const { feeds, sweep, follow } = this.parts;
		feeds.look(sweep.standing, Date.now());
		follow();
	}

	/**
	 * Evaluates once more what failed before this start of the object, as it may have been started with a mended release:
	 * each event once, some with every watch.
	 */
	#retryFailed(): void {
		const { stores, receiver } = this.parts;
		for (const id of stores.setAsides.failed(this.#lastRetried, this.#lastSetAside, RETRIED)) {
			receiver.replay(id);
			this.#lastRetried = id;
		}
	}
}
