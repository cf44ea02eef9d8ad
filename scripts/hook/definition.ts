import type { EventFilter, EventHook, HookDefinition } from "./event-hooks.ts";
import type { SentHeaders } from "./sent-headers.ts";

const DESCRIPTION = "Pushes the events that Falco rules need to the okta-falco Worker.";

/** A new hook. */
export function newHook(name: string, types: readonly string[], url: URL, sent: SentHeaders): HookDefinition {
	return { name, description: DESCRIPTION, types, filter: null, uri: url.href, ...sent };
}

/** A hook as it is, but for its event types, its address and what it sends. What an admin set besides stays. */
export function changedHook(hook: EventHook, types: readonly string[], uri: string, sent: SentHeaders): HookDefinition {
	const { name, description, events, channel } = hook;
	const own = new Set([sent.authScheme, ...sent.headers].map(({ key }) => key.toLowerCase()));
	const others = (channel.config.headers ?? []).filter(({ key }) => !own.has(key.toLowerCase()));
	return {
		name,
		description: description ?? null,
		types,
		filter: filterFor(events.filter ?? null, new Set(types)),
		uri,
		authScheme: sent.authScheme,
		headers: [...others, ...sent.headers],
	};
}

/** A filter without the types that are not carried any more; null when nothing is left of it. */
function filterFor(filter: EventFilter | null, types: ReadonlySet<string>): EventFilter | null {
	const kept = filter?.eventFilterMap?.filter(({ event }) => types.has(event)) ?? [];
	return filter === null || kept.length === 0 ? null : { ...filter, eventFilterMap: kept };
}

/** The types of which a filter keeps some events away. */
export function filteredTypes({ events }: EventHook): string[] {
	return (events.filter?.eventFilterMap ?? []).map(({ event }) => event);
}
