import type { JsonObject } from "../../../src/okta/log-event.ts";

/** A path that leads nowhere in an event; its message names the path. */
export class WrongPath extends Error {
	override readonly name = "WrongPath";
}

type Container = Record<string, unknown> | unknown[];

/**
 * An event with some of its values replaced and others taken away; the given one stays as it is. Paths are names of
 * members and places in arrays, from 0, with dots between them: `target.0.displayName`. Members on the way that are
 * missing or null are made; one place behind the end of an array makes it longer.
 * @throws WrongPath
 */
export function changeEvent(event: JsonObject, changes: JsonObject, removals: readonly string[]): JsonObject {
	const changed = structuredClone({ ...event });
	for (const [path, value] of Object.entries(changes)) set(changed, path, structuredClone(value));
	for (const path of removals) remove(changed, path);
	return changed;
}

function set(event: Container, path: string, value: unknown): void {
	const { parent, key } = walk(event, path, true);
	put(parent, key, value, path);
}

function remove(event: Container, path: string): void {
	const { parent, key } = walk(event, path, false);
	if (get(parent, key) === undefined) throw new WrongPath(`${path}: there is no such member to take away`);
	if (Array.isArray(parent)) parent.splice(Number(key), 1);
	else delete parent[key];
}

/** The object or array that a path ends in, and the last step of the path. */
function walk(event: Container, path: string, make: boolean): { parent: Container; key: string } {
	const steps = path.split(".");
	const key = steps.pop() ?? "";
	let parent = event;
	for (const step of steps) {
		let next = get(parent, step) ?? null;
		if (next === null && make) {
			next = {};
			put(parent, step, next, path);
		}
		if (typeof next !== "object" || next === null) throw new WrongPath(`${path}: ${step} holds no members`);
		parent = next as Container;
	}
	return { parent, key };
}

function get(container: Container, key: string): unknown {
	return Object.hasOwn(container, key) ? (container as Record<string, unknown>)[key] : undefined;
}

function put(container: Container, key: string, value: unknown, path: string): void {
	if (!Array.isArray(container)) {
		// Assigning would set the prototype where the key is __proto__.
		Object.defineProperty(container, key, { value, writable: true, enumerable: true, configurable: true });
		return;
	}
	if (!/^(?:0|[1-9]\d*)$/.test(key) || Number(key) > container.length) {
		throw new WrongPath(`${path}: ${key} is no place in an array of ${container.length}`);
	}
	container[Number(key)] = value;
}
