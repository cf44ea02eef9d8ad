import type { Random } from "../faults/random.ts";
import { eventHookOf, lockOf } from "./http-delivery.ts";

/** Longest delivery that the Worker takes is 1 MiB. */
const TOO_LONG = 1024 * 1024 + 1;

/** Anything a member may turn into, as JSON. */
const INTRUDERS = [
	...["null", "true", "0", "-1", "1e999", "123456789012345678901234567890", '""', '"\\ud800"', '"\\u0000"', "[]", "{}"],
	...['"<!channel> \\u202e"', '{"__proto__":{"uuid":"x"}}', '{"length":5000}', '{"toJSON":1,"constructor":null}'],
	`${"[".repeat(300)}${"]".repeat(300)}`,
	`"${"x".repeat(3_000)}"`,
];

/** Ways to spoil text that was JSON. */
const SPOILERS: readonly ((json: string, random: Random) => string | Buffer)[] = [
	(json, random) => json.slice(0, random.integer(0, json.length)),
	(json) => `\ufeff${json}`,
	(json) => `${json}${json}`,
	(json) => `[${json}]`,
	(json) => json.replaceAll('"', "'"),
	(json, random) => json.replace(/"data":/, `"${random.pick(["Data", "dаta", "__proto__", "data\\u0000"])}":`),
	(json, random) =>
		json.replace(/:("[^"]*"|\d+)/g, (whole) => (random.chance(0.1) ? `:${random.pick(INTRUDERS)}` : whole)),
	(json, random) => json.replace(/"events":\[/, `"events":[${random.pick(INTRUDERS)},`),
	(json, random) => json.replace(/"events":\[/, `"events":[${"{},".repeat(random.integer(1, 6_000))}`),
	(json, random) => flipped(Buffer.from(json), random),
	() => "[".repeat(100_000),
	(_, random) => Buffer.from(Array.from({ length: random.integer(0, 300) }, () => random.integer(0, 255))),
];

/** A delivery of one event that raises an alert, spoiled or not. */
export function bodyOf(uuid: string, random: Random): Buffer {
	const json = JSON.stringify(eventHookOf([lockOf(uuid)]));
	if (random.chance(0.4)) return Buffer.from(json);
	if (random.chance(0.003)) return Buffer.alloc(TOO_LONG, json);
	return Buffer.from(random.pick(SPOILERS)(json, random));
}

/** Some bytes changed. */
export function flipped(bytes: Buffer, random: Random): Buffer {
	const changed = Buffer.from(bytes);
	for (let left = random.integer(1, 4); left > 0 && changed.length > 0; left--) {
		changed[random.integer(0, changed.length - 1)] = random.integer(0, 255);
	}
	return changed;
}
