import { type JsonObject, resultOf, text } from "./log-event.ts";

/**
 * What events of one type and result have in common. There is one object for each such pair, so that whatever is worked
 * out for a kind of event can be kept by it (`WeakMap`) and found without comparing texts.
 */
export interface EventKind {
	/** `okta.evt.type`. */
	readonly type: string;
	/** `okta.result`. */
	readonly result: string;
}

/** Kinds that are remembered before all are forgotten. Okta has fewer: more of them are made up. */
const KINDS_MAX = 2_000;

const kinds = new Map<string, EventKind[]>();
let count = 0;

/** The kind of an event. */
export function kindOf(log: JsonObject): EventKind {
	const type = text(log.eventType);
	const result = text(resultOf(log));
	const known = kinds.get(type);
	if (known !== undefined) for (const kind of known) if (kind.result === result) return kind;
	return remember({ type, result });
}

function remember(kind: EventKind): EventKind {
	if (count === KINDS_MAX) {
		kinds.clear();
		count = 0;
	}
	count++;
	const known = kinds.get(kind.type);
	if (known === undefined) kinds.set(kind.type, [kind]);
	else known.push(kind);
	return kind;
}
