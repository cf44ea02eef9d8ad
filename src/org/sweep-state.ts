/** How far the System Log was read, and how it went. Times are milliseconds since the Unix epoch; 0 is never. */
export interface SweepState {
	/** Where the log goes on: an address of Okta's; null when it has to be asked for from a time on. */
	readonly next: string | null;
	/** When Okta gave that address. */
	readonly nextAt: number;
	/** What was stored in the log before this was read. */
	readonly sweptTo: number;
	/** When the last run began. */
	readonly lastRun: number;
	/** When a page was last read. */
	readonly lastSuccess: number;
	/** Since when nothing could be read. */
	readonly failingSince: number;
	/** Why; empty when the last run went well. */
	readonly error: string;
	/** Until when Okta asked to be left alone. */
	readonly retryAt: number;
	/** Whether there was more to read than one run does. */
	readonly isBehind: boolean;
	/** Pages read, and the events in them. */
	readonly pages: number;
	readonly read: number;
	/** Of these: evaluated, as nobody had brought them before. */
	readonly events: number;
	readonly alerts: number;
	/** Events that a hook should have brought and did not, within an hour. */
	readonly recovered: number;
}

/** The same for people, to whom a cursor tells nothing. */
export type SweepStanding = Omit<SweepState, "next">;

export const NOT_SWEPT: SweepState = {
	next: null,
	nextAt: 0,
	sweptTo: 0,
	lastRun: 0,
	lastSuccess: 0,
	failingSince: 0,
	error: "",
	retryAt: 0,
	isBehind: false,
	pages: 0,
	read: 0,
	events: 0,
	alerts: 0,
	recovered: 0,
};

const KEY = "sweep";

export function readSweepState(storage: DurableObjectStorage): SweepState {
	return { ...NOT_SWEPT, ...storage.kv.get<Partial<SweepState>>(KEY) };
}

export function writeSweepState(storage: DurableObjectStorage, state: SweepState): void {
	storage.kv.put(KEY, state);
}

/** A page that was read. */
export interface SweptPage {
	readonly next: string | null;
	/** When the run began, and when this page was asked for. */
	readonly began: number;
	readonly asked: number;
	/** Whether it is the last there is for now. */
	readonly isEnd: boolean;
	/** What was stored in the log before this is read now. */
	readonly reached: number;
	/** How many events it had, how many of these were taken in, and how many alerts they made. */
	readonly read: number;
	readonly events: number;
	readonly alerts: number;
}

/** The state once a page is taken in. */
export function afterPage(before: SweepState, page: SweptPage): SweepState {
	return {
		next: page.next,
		nextAt: page.asked,
		sweptTo: Math.max(before.sweptTo, page.reached),
		lastRun: page.began,
		lastSuccess: page.asked,
		failingSince: 0,
		error: "",
		retryAt: 0,
		isBehind: !page.isEnd,
		pages: before.pages + 1,
		read: before.read + page.read,
		events: before.events + page.events,
		alerts: before.alerts + page.alerts,
		recovered: before.recovered,
	};
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How far the first sweep goes back. */
const FIRST_REACH = HOUR;

/** What is read twice when a cursor is given up, so that nothing which Okta stored late is missed. */
const OVERLAP = HOUR;

/** How long a cursor is good for, as far as anybody can rely on. */
const CURSOR_KEPT = 7 * DAY;

/** How long Okta keeps its log. */
const RETENTION = 90 * DAY;

/** Where a sweep begins. */
export interface Start {
	readonly at: URL | { readonly since: number };
	/** What can no longer be swept. */
	readonly gap?: { readonly from: number; readonly to: number };
}

/**
 * Where to go on. `known` is since when events are recognised that were taken in before: nothing older is read, because it
 * would alert twice.
 */
export function startOf({ next, nextAt, sweptTo }: SweepState, now: number, known: number): Start {
	const isGood = now - nextAt <= CURSOR_KEPT && sweptTo >= known;
	const cursor = next === null || !isGood ? null : URL.parse(next);
	return cursor === null ? restart(sweptTo, now, known) : { at: cursor };
}

/** Where to go on without a cursor. */
export function restart(sweptTo: number, now: number, known: number): Start {
	if (sweptTo === 0) return { at: { since: now - FIRST_REACH } };
	const since = Math.max(sweptTo - OVERLAP, now - RETENTION, known);
	return since <= sweptTo ? { at: { since } } : { at: { since }, gap: { from: sweptTo, to: since } };
}

/** Since when events have to be recognised, because a sweep may still meet them; undefined before the first. */
export function neededSince({ sweptTo }: SweepState, now: number): number | undefined {
	return sweptTo === 0 ? undefined : Math.max(sweptTo - OVERLAP, now - RETENTION);
}
