import type { EventHook } from "./event-hooks.ts";
import { bridgeHooks, type Ownership, ownHooks } from "./own-hooks.ts";

/**
 * The Worker's hooks that are named, by name or id; all of them when none is, bridges of a rotation too.
 * @throws Error for a name that none of them has
 */
export function chosenHooks(all: readonly EventHook[], owner: Ownership, names: readonly string[]): EventHook[] {
	const own = [...ownHooks(all, owner), ...bridgeHooks(all, owner)];
	if (names.length === 0) return own;
	return names.map((wanted) => {
		const found = own.find(({ id, name }) => id === wanted || name === wanted);
		if (found !== undefined) return found;
		const others = own.map(({ id, name }) => `${name} (${id})`).join(", ") || "none";
		throw new Error(`${wanted} is none of this Worker's event hooks, which are: ${others}.`);
	});
}
