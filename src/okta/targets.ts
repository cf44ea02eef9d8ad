import { items, type JsonObject, type Lax, lax } from "./log-event.ts";

/** What an event was done to, as Okta lists it. Elements may be anything. */
export function targetsOf(log: JsonObject): readonly (Lax | null)[] {
	return items(lax(log).target) as readonly (Lax | null)[];
}

/** The last target of a type: `User`, `UserGroup`, `AppInstance` and others; undefined when none is of it. */
export function lastTarget(log: JsonObject, type: string): Lax | undefined {
	const targets = targetsOf(log);
	for (let at = targets.length - 1; at >= 0; at--) {
		const target = targets[at];
		const found: unknown = target?.type;
		if (target && found === type) return target;
	}
	return undefined;
}
