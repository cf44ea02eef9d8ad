import type { Measure } from "../org/settings.ts";
import { configOf, objectName } from "./config.ts";

/** Analytics Engine takes no longer index, in bytes; a host is ASCII. */
const INDEX_MAX = 96;

/**
 * Writes points into the Analytics Engine dataset that is bound as ANALYTICS; nothing, where none is. A point has the
 * org's host, or its beginning, as its index, what and which kind as its blobs, and the counts as its doubles.
 */
export function measureInto(env: object): Measure {
	const dataset = "ANALYTICS" in env ? env.ANALYTICS : undefined;
	if (!isDataset(dataset)) return () => undefined;
	const index = objectName(configOf(env)).slice(0, INDEX_MAX);
	return (what, kind, counts) =>
		dataset.writeDataPoint({ indexes: [index], blobs: [what, kind], doubles: [...counts] });
}

function isDataset(value: unknown): value is AnalyticsEngineDataset {
	return typeof value === "object" && value !== null && "writeDataPoint" in value;
}
