import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { suggest } from "../../../src/falco/suggest.ts";
import { messageOf } from "../../../src/message-of.ts";
import { isJsonObject, type JsonObject } from "../../../src/okta/log-event.ts";

/** An event that a test refers to and that cannot be had; its message says why. */
export class NoSuchEvent extends Error {
	override readonly name = "NoSuchEvent";
}

/** Events of the project's own, for everybody's tests. */
const SHARED = join(import.meta.dirname, "..", "..", "..", "rules", "tests", "events");

/**
 * Finds the events that the tests of one folder name: `sign-in` is `events/sign-in.json` there, or else one of the
 * project's own; a name that ends in `.json` is a path from the folder. The function it returns throws NoSuchEvent.
 */
export function referenceEvents(folder: string): (name: string) => JsonObject {
	const folders = [join(folder, "events"), SHARED];
	const known = new Map<string, JsonObject>();
	return (name) => {
		const event = known.get(name) ?? readEvent(find(name, folder, folders));
		known.set(name, event);
		return event;
	};
}

function find(name: string, folder: string, folders: readonly string[]): string {
	if (name.endsWith(".json")) return resolve(folder, name);
	const file = folders.map((each) => join(each, `${name}.json`)).find((each) => existsSync(each));
	if (file !== undefined) return file;
	const similar = suggest(name, folders.flatMap(namesIn));
	throw new NoSuchEvent(`there is no event ${name}${similar === undefined ? "" : `; did you mean ${similar}?`}`);
}

function namesIn(folder: string): string[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder)
		.filter((file) => file.endsWith(".json"))
		.map((file) => basename(file, ".json"));
}

function readEvent(file: string): JsonObject {
	let event: unknown;
	try {
		event = JSON.parse(readFileSync(file, "utf8"));
	} catch (error) {
		throw new NoSuchEvent(`${file}: ${messageOf(error)}`);
	}
	if (!isJsonObject(event)) throw new NoSuchEvent(`${file}: is not a JSON object`);
	return event;
}
