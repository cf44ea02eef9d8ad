import type { OktaEvent } from "../okta/event.ts";
import { type JsonObject, jsonText, text } from "../okta/log-event.ts";
import { publishedTime } from "../okta/published.ts";
import type { WindowPlan } from "../okta/windows/plan.ts";
import { trailsAskedAbout, trailsLeft } from "../okta/windows/trails.ts";
import { DayTables } from "./day-tables.ts";
import { TEXT_MAX } from "./text-max.ts";

/** An event that was evaluated before something came that happened before it. */
export interface Asked {
	readonly uuid: string;
	/** The hook that delivered it. */
	readonly source: string;
	/** The event's JSON. */
	readonly json: string;
	/** Names of the rules that alerted. */
	readonly alerted: readonly string[];
}

/** An event that is kept: by what it asked about, and when it happened, in milliseconds. */
type Place = { readonly trail: string; readonly at: number; readonly uuid: string };

/** When events have to have happened for one that has come to count for them, if they asked about this trail. */
interface Span {
	readonly log: JsonObject;
	/** Its place among those that come together. */
	readonly turn: number;
	readonly trail: string;
	readonly subject: string;
	/** In milliseconds, both included. */
	readonly from: number;
	readonly to: number;
}

/** An event that is kept, or may be soon, and the trail on which it may have asked about one that has come. */
interface Candidate {
	readonly place: Place;
	readonly trail: string;
	/** Its own place among those that come together; before all of them if it was there. */
	readonly turn: number;
}

/** Days for which an event can be looked at again; today counts as one. */
const DAYS_KEPT = 3;

/**
 * Events that asked about earlier ones (`okta.recent`). Okta delivers in any order, and what hooks do not carry comes
 * minutes later from the System Log: then the answer was too small, and the event must be looked at again.
 *
 * Only events that a rule with such a question looks at are kept: one row written for each user or the like that it asked
 * about.
 */
export class SecondLook {
	readonly #sql: SqlStorage;
	readonly #plan: WindowPlan;
	readonly #days: DayTables;
	/** The Okta organization of what has come. */
	#org = "";
	/** Of each event that has come, with others or alone, those that may have asked about it, and about none behind it. */
	#candidates: ReadonlyMap<JsonObject, readonly Candidate[]> = new Map();

	constructor(sql: SqlStorage, plan: WindowPlan) {
		this.#sql = sql;
		this.#plan = plan;
		// A trail is kept by its subject, which is the same for all trails of a user.
		const columns = `
			trail TEXT NOT NULL,
			at INTEGER NOT NULL,
			uuid TEXT NOT NULL,
			source TEXT NOT NULL,
			alerted TEXT NOT NULL,
			json TEXT NOT NULL,
			PRIMARY KEY (trail, at, uuid)`;
		this.#days = new DayTables(sql, "asked", columns);
	}

	/** Readies the day's table, before the transaction in which `keep` is called. */
	open(now: number): void {
		if (this.#plan.asks) this.#days.open(now);
	}

	/**
	 * Readies for events that come together, in the order in which they are taken in. An event that several of them change,
	 * be it one of them, is looked at once, when the last of these has been entered: of many events each would else be
	 * looked at for each of many others.
	 */
	expect(logs: readonly JsonObject[], org: string): void {
		const candidates = new Map<JsonObject, Candidate[]>();
		this.#candidates = candidates;
		this.#org = org;
		if (!this.#plan.asks) return;
		const spans = logs.flatMap((log, turn) => this.#spansOf(log, turn, org));
		if (spans.length === 0) return;
		const asking = Map.groupBy(
			logs.flatMap((log, turn) => this.#asking(log, turn, org)),
			({ trail }) => trail,
		);
		for (const [trail, alike] of Map.groupBy(spans, ({ trail }) => trail)) {
			for (const candidate of [...this.#keptWithin(alike), ...(asking.get(trail) ?? [])]) {
				const { at } = candidate.place;
				const last = alike.findLast(({ from, to }) => from <= at && at <= to);
				if (last === undefined || last.turn <= candidate.turn) continue;
				const others = candidates.get(last.log);
				if (others === undefined) candidates.set(last.log, [candidate]);
				else others.push(candidate);
			}
		}
	}

	/** Keeps an event, if it asked anything; once more when rules have alerted since. `alerted`: names of those that did. */
	keep({ log, time, org }: OktaEvent, source: string, alerted: readonly string[], now: number): void {
		const asked = trailsAskedAbout(log, org, this.#plan);
		const json = asked.length > 0 ? jsonText(log) : "";
		if (asked.length === 0 || json.length > TEXT_MAX) return;
		const today = this.#days.open(now);
		for (const subject of new Set(asked.map(({ subject }) => subject))) {
			this.#sql.exec(
				`INSERT OR REPLACE INTO ${today} VALUES (?, ?, ?, ?, ?, ?)`,
				subject,
				milliseconds(time),
				text(log.uuid),
				source,
				JSON.stringify(alerted),
				json,
			);
		}
	}

	/**
	 * The events that asked about what this one is, and that happened so soon after it that it counts for them. One that
	 * asked about an event behind it as well, of those that were expected together, is left for that.
	 */
	*changedBy(log: JsonObject): Generator<Asked> {
		const changed = new Set<string>();
		for (const { place, trail } of this.#candidates.get(log) ?? []) {
			if (place.uuid === log.uuid || changed.has(place.uuid)) continue;
			const asked = this.#read(place);
			if (asked === undefined || !this.#asksAbout(trail, asked.json)) continue;
			changed.add(place.uuid);
			yield asked;
		}
	}

	/** Forgets what is older than some days. */
	prune(now: number): void {
		this.#days.keep(DAYS_KEPT, now);
	}

	#asksAbout(trail: string, json: string): boolean {
		return trailsAskedAbout(JSON.parse(json), this.#org, this.#plan).some((asked) => asked.trail === trail);
	}

	#spansOf(log: JsonObject, turn: number, org: string): Span[] {
		const trails = trailsLeft(log, org, this.#plan);
		if (trails.length === 0) return [];
		const at = momentOf(log);
		return trails.map(({ trail, subject, seconds }) => {
			return { log, turn, trail, subject, from: at - 1, to: at + seconds * 1_000 };
		});
	}

	#asking(log: JsonObject, turn: number, org: string): Candidate[] {
		const [at, uuid] = [momentOf(log), text(log.uuid)];
		const trails = trailsAskedAbout(log, org, this.#plan);
		return trails.map(({ trail, subject }) => ({ place: { trail: subject, at, uuid }, trail, turn }));
	}

	/** What is kept by a trail, within any of some spans of it. */
	*#keptWithin(spans: readonly Span[]): Generator<Candidate> {
		for (const { trail, subject, from, to } of merged(spans)) {
			// What was kept by the name of a trail is from before it was kept by subject.
			for (const key of [subject, trail]) {
				for (const place of this.#placesOf(key, from, to)) yield { place, trail, turn: -1 };
			}
		}
	}

	#placesOf(key: string, from: number, to: number): Place[] {
		return this.#days.groups.flatMap((tables) => {
			const each = tables.map((day) => `SELECT trail, at, uuid FROM ${day} WHERE trail = ?1 AND at BETWEEN ?2 AND ?3`);
			return this.#sql.exec<Place>(each.join(" UNION "), key, from, to).toArray();
		});
	}

	/** An event as it was kept last. */
	#read({ trail, at, uuid }: Place): Asked | undefined {
		for (const day of this.#days.groups.flat()) {
			const query = `SELECT source, json, alerted FROM ${day} WHERE trail = ? AND at = ? AND uuid = ?`;
			const [row] = this.#sql.exec<{ source: string; json: string; alerted: string }>(query, trail, at, uuid);
			if (row !== undefined) return { uuid, ...row, alerted: JSON.parse(row.alerted) };
		}
		return undefined;
	}
}

/** Spans of one trail, as few as tell the same. */
function merged(spans: readonly Span[]): Span[] {
	const all: Span[] = [];
	for (const span of [...spans].sort((one, other) => one.from - other.from)) {
		const last = all.at(-1);
		if (last === undefined || span.from > last.to) all.push(span);
		else if (span.to > last.to) all[all.length - 1] = { ...last, to: span.to };
	}
	return all;
}

function momentOf({ published }: JsonObject): number {
	return milliseconds(publishedTime(text(published)));
}

function milliseconds(nanoseconds: bigint): number {
	return Number(nanoseconds / 1_000_000n);
}
