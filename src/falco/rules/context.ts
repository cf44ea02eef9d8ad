import type { Location, Place } from "../diagnostic.ts";
import type { YamlNode } from "./yaml.ts";

/** What a step of the way to a problem is, in Falco's words (rule_loader.cpp). */
export type ItemType =
	| "value for"
	| "exceptions"
	| "exception"
	| "exception values"
	| "exception value"
	| "configuration"
	| "rules content"
	| "rules content item"
	| "required_engine_version"
	| "required plugin versions"
	| "required plugin versions entry"
	| "required plugin versions alternative"
	| "list"
	| "list item"
	| "macro"
	| "macro condition"
	| "rule"
	| "rule condition"
	| "condition expression"
	| "rule output"
	| "rule priority"
	| "overrides";

/** A file of rules, or the configuration: what is needed to tell where something stands. */
export interface RulesFile {
	readonly name: string;
	readonly text: string;
}

/** A place in a file and the way to it: file → item → key → place in its text. */
export interface Context {
	readonly parent: Context | undefined;
	readonly file: RulesFile;
	readonly location: Location;
	/** Where to look, when that is not where the location begins. */
	readonly place?: Place;
}

/** The whole file: where every way begins. */
export function fileContext(file: RulesFile, itemType: ItemType = "rules content"): Context {
	const location = { itemType, itemName: "", file: file.name, offset: 0 };
	return { parent: undefined, file, location };
}

/** A step further in, to a node or an offset of the same file. */
export function within(parent: Context, itemType: ItemType, place: YamlNode | number, itemName = ""): Context {
	const offset = typeof place === "number" ? place : place.at;
	const { file } = parent;
	return { parent, file, location: { itemType, itemName, file: file.name, offset } };
}

/** From the outermost place to the innermost. */
export function locationsOf(context: Context): Location[] {
	const locations: Location[] = [];
	for (let at: Context | undefined = context; at !== undefined; at = at.parent) locations.unshift(at.location);
	return locations;
}

/** Where to look in the file. */
export function placeOf({ location, place }: Context): Place {
	return place ?? { file: location.file, offset: location.offset };
}
