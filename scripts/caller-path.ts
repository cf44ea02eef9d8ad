import { resolve } from "node:path";

/**
 * A path as its author meant it: relative to where the command was typed. `npm run` changes to the project's directory
 * first, and tells in INIT_CWD where it was called.
 */
export function callerPath(path: string): string {
	const { INIT_CWD, npm_lifecycle_event } = process.env;
	return resolve(npm_lifecycle_event === undefined ? "" : (INIT_CWD ?? ""), path);
}
