import { within } from "../rules/context.ts";
import { type Item, readUint32, warnUnknownKeys } from "../rules/decode.ts";

const SHAPE = "it is {alerts: 10, seconds: 300} and the like: so many of one rule within so many seconds";

/** A week: whoever waits longer for the count has no use for it. */
const SECONDS_MAX = 604_800;

/** `storm_control`, which Falco does not have: the pace above which a rule's alerts are folded into one. */
export function readStorm(item: Item, key: string): { alerts: number; seconds: number } | undefined {
	const { map, context, report } = item;
	const value = map.get(key);
	const place = within(context, "value for", value ?? map, key);
	if (value?.kind !== "map") {
		report.error("LOAD_ERR_YAML_VALIDATE", "storm_control must be a mapping", place, SHAPE);
		return undefined;
	}
	const settings = { ...item, map: value, context: place };
	warnUnknownKeys(settings, ["alerts", "seconds"]);
	const alerts = readUint32(settings, "alerts", "required");
	const seconds = readUint32(settings, "seconds", "required");
	if (alerts === undefined || seconds === undefined) return undefined;
	if (alerts === 0 || seconds === 0 || seconds > SECONDS_MAX) {
		const message = `alerts must be at least 1, and seconds from 1 to ${SECONDS_MAX}`;
		report.error("LOAD_ERR_YAML_VALIDATE", message, place, SHAPE);
		return undefined;
	}
	return { alerts, seconds };
}
