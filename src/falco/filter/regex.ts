import { RE2JS, RE2Set } from "re2js";
import { type Bytes, toBytes, toText } from "../bytes.ts";
import { readPosixRegex } from "./posix-regex.ts";

/**
 * Room for what a pattern's automaton remembers, in bytes as re2js counts them. Past it re2js goes on without
 * remembering: hostile values cannot fill the memory, however many patterns there are. Without counts such as `{1,500}`
 * that costs no time; with them it would, so that those get more.
 */
const AUTOMATON_BYTES = 256 * 1024;
const AUTOMATON_BYTES_PER_REPEAT = 8 * 1024;

/**
 * What Falco says of a pattern that it refuses, after `invalid regex pattern: `; undefined when the pattern is good.
 * The answer is text, not bytes.
 */
export function checkRegex(pattern: Bytes): string | undefined {
	const source = toText(pattern);
	if (toBytes(source) !== pattern) return "invalid UTF-8";
	const regex = readPosixRegex(source);
	return "error" in regex ? regex.error : undefined;
}

/**
 * The `regex` operator for a pattern that `checkRegex` has passed: RE2's POSIX syntax, over the whole value, `.` not
 * matching a newline, `^` and `$` also matching around one. The time a match takes grows with the value's length and
 * never faster, whoever wrote the value. The pattern is compiled when it is first needed.
 */
export function compileRegex(pattern: Bytes): (value: Bytes) => boolean {
	let compiled: RE2Set | undefined;
	return function regex(value) {
		compiled ??= compile(pattern);
		return compiled.match(toText(value)).length > 0;
	};
}

/** A set of one pattern: of what re2js has, only sets can be told how much to remember. */
function compile(pattern: Bytes): RE2Set {
	const regex = readPosixRegex(toText(pattern));
	if ("error" in regex) throw new Error(`invalid regex pattern: ${regex.error}`);
	const room = AUTOMATON_BYTES + AUTOMATON_BYTES_PER_REPEAT * regex.repeats;
	const set = new RE2Set(RE2Set.ANCHOR_BOTH, RE2JS.MULTILINE, room);
	set.add(regex.pattern);
	return set;
}
