import type { Bytes } from "../bytes.ts";
import { compileGlob } from "./glob.ts";

/**
 * The `pmatch` operator: whether one of the paths is the value or a folder above it (libsinsp prefix_search.h). Paths
 * are compared part by part, empty parts do not count, and a part with `?`, `*` or `[` is a glob of one part.
 */
export function compilePathMatch(paths: readonly Bytes[]): (value: Bytes) => boolean {
	const root = newFolder();
	for (const path of paths) addPath(root, splitPath(path));
	return function pmatch(value) {
		return containsPath(root, splitPath(value), 0);
	};
}

/** The paths below one place; `complete` when a path ends here, and all that is below it is matched. */
interface Folder {
	complete: boolean;
	readonly byName: Map<Bytes, Folder>;
	readonly byGlob: Map<Bytes, { readonly matches: (part: Bytes) => boolean; readonly folder: Folder }>;
}

function newFolder(): Folder {
	return { complete: false, byName: new Map(), byGlob: new Map() };
}

function splitPath(path: Bytes): Bytes[] {
	return path.split("/").filter((part) => part !== "");
}

function addPath(root: Folder, parts: readonly Bytes[]): void {
	let folder = root;
	for (const part of parts) folder = /[?*[]/.test(part) ? globFolder(folder, part) : namedFolder(folder, part);
	folder.complete = true;
}

function namedFolder(parent: Folder, name: Bytes): Folder {
	const folder = parent.byName.get(name) ?? newFolder();
	parent.byName.set(name, folder);
	return folder;
}

function globFolder(parent: Folder, pattern: Bytes): Folder {
	const known = parent.byGlob.get(pattern);
	if (known !== undefined) return known.folder;
	const folder = newFolder();
	parent.byGlob.set(pattern, { matches: compileGlob(pattern, false), folder });
	return folder;
}

function containsPath(folder: Folder, parts: readonly Bytes[], at: number): boolean {
	if (folder.complete) return true;
	const part = parts[at];
	if (part === undefined) return false;
	const named = folder.byName.get(part);
	if (named !== undefined && containsPath(named, parts, at + 1)) return true;
	for (const { matches, folder: below } of folder.byGlob.values()) {
		if (matches(part) && containsPath(below, parts, at + 1)) return true;
	}
	return false;
}
