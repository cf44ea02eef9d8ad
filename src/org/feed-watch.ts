import type { AlertSettings } from "../falco/rule-set.ts";
import { type FeedChange, feedAlert } from "./feed-alert.ts";
import type { OrgSettings } from "./settings.ts";
import { FEEDS, type Feed, type FeedFacts, isOver, type Silence, silenceOf } from "./silence.ts";
import type { Stores } from "./stores.ts";
import type { SweepStanding } from "./sweep-state.ts";

const KEY = "silences";

type Silences = Partial<Record<Feed, Silence>>;

const MESSAGES = {
	silent: "an event feed is silent",
	resumed: "an event feed is no longer silent",
} as const satisfies Record<FeedChange, string>;

/** Raises one alert when a feed falls silent and one when it is back, each stored together with that it was raised. */
export class FeedWatch {
	readonly #stores: Stores;
	readonly #settings: OrgSettings;
	readonly #alert: AlertSettings;
	#silences: Silences;

	/** `alert`: how the rules' alerts look. */
	constructor(stores: Stores, settings: OrgSettings, alert: AlertSettings) {
		this.#stores = stores;
		this.#settings = settings;
		this.#alert = alert;
		this.#silences = stores.storage.kv.get<Silences>(KEY) ?? {};
	}

	/** The feeds that are silent. */
	get silences(): readonly Silence[] {
		return FEEDS.flatMap((feed) => this.#silences[feed] ?? []);
	}

	/** Looks at each feed. `sweep`: how the System Log is read; undefined where it is not. */
	look(sweep: SweepStanding | undefined, now: number): void {
		const { figures, hooks } = this.#stores;
		const { lastDelivery } = figures.tally;
		const { lostInARow, unbrought } = hooks;
		const facts = { lastDelivery, longestPause: hooks.longestPause(now), lostInARow, unbrought, sweep };
		for (const feed of FEEDS) this.#lookAt(feed, facts, now);
	}

	#lookAt(feed: Feed, facts: FeedFacts, now: number): void {
		const { patience } = this.#settings;
		const before = this.#silences[feed];
		const isWatched = patience !== undefined && (feed === "Event Hooks" || facts.sweep !== undefined);
		if (!isWatched) {
			if (before !== undefined) this.#put(feed, undefined);
		} else if (before === undefined) {
			const silence = silenceOf(feed, facts, patience, now);
			if (silence !== undefined) this.#change("silent", silence, now);
		} else if (isOver(before, facts)) {
			this.#change("resumed", before, now);
		}
	}

	#change(change: FeedChange, silence: Silence, now: number): void {
		const { log, orgHost = "okta", hostname = orgHost } = this.#settings;
		this.#stores.storage.transactionSync(() => {
			this.#stores.outbox.add(feedAlert(change, silence, this.#alert, { hostname, now }), now);
			this.#put(silence.feed, change === "silent" ? silence : undefined);
		});
		const { feed, since, reason } = silence;
		log(change === "silent" ? "error" : "info", MESSAGES[change], {
			feed,
			since: new Date(since).toISOString(),
			reason,
		});
	}

	#put(feed: Feed, silence: Silence | undefined): void {
		const { [feed]: _, ...others } = this.#silences;
		const silences = silence === undefined ? others : { ...others, [feed]: silence };
		this.#stores.storage.kv.put(KEY, silences);
		this.#silences = silences;
	}
}
