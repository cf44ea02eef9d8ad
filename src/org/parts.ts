import { mfaHistoryLimits } from "../okta/mfa-counters.ts";
import { Alarm } from "./alarm.ts";
import { Drain } from "./drain.ts";
import { oktaEngine, possibleSequenceEngine, ruleSet, sequenceEngine, windowPlan } from "./engine.ts";
import { FeedWatch } from "./feed-watch.ts";
import { Live } from "./live.ts";
import { Pruner } from "./prune.ts";
import { type Evaluation, Receiver } from "./receive.ts";
import { migrate } from "./schema.ts";
import { newsOf } from "./sequence-rules.ts";
import type { OrgSettings } from "./settings.ts";
import { openStores, type Stores } from "./stores.ts";
import { Sweep } from "./sweep.ts";
import { typesOf } from "./swept-types.ts";

/** What an org's object is made of. */
export interface Parts {
	readonly stores: Stores;
	readonly receiver: Receiver;
	readonly sweep: Sweep;
	readonly feeds: FeedWatch;
	readonly drain: Drain;
	readonly pruner: Pruner;
	readonly alarm: Alarm;
	readonly live: Live;
	/** What follows from something that was stored: it is sent in its time, and those who watch are told. */
	readonly follow: () => void;
}

const EVALUATION: Evaluation = {
	evaluate: (event) => oktaEngine().evaluate(event),
	sequences: {
		evaluate: (event, alerted) => newsOf(sequenceEngine().evaluate(event), alerted, ruleSet()),
		mayMatch: (event) => possibleSequenceEngine().evaluate(event).length > 0,
	},
};

/** The parts of an object, with this deployment's rules, over its storage, which is brought up to date. */
export function openParts(ctx: DurableObjectState, settings: OrgSettings): Parts {
	const { storage } = ctx;
	migrate(storage);
	const rules = ruleSet();
	const stores = openStores(storage, rules.storm, windowPlan(), mfaHistoryLimits(rules.initConfig));
	const live = new Live(ctx, stores.changes);
	const receiver = new Receiver(stores, settings, EVALUATION);
	const drain = new Drain(storage, stores.outbox, settings, {
		figures: stores.figures,
		onChange: () => live.tell(),
	});
	const pruner = new Pruner(stores, settings.systemLog !== undefined);
	const alarm = new Alarm(ctx, (now) => [drain.wakeAt(now), stores.storms.wakeAt(), pruner.wakeAt]);
	const follow = () => {
		alarm.arm();
		live.tell();
	};
	const sweep = new Sweep(stores, receiver, settings, { types: () => typesOf(rules.rules), onTaken: follow });
	const feeds = new FeedWatch(stores, settings, rules.alert);
	return { stores, receiver, sweep, feeds, drain, pruner, alarm, live, follow };
}
