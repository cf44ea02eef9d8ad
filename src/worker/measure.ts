import type { Measure } from "../org/settings.ts";
import { configOf, objectName } from "./config.ts";

/**
 * Writes points into the Analytics Engine dataset that is bound as ANALYTICS; nothing, where none is. A point has the
 * org's host as its index, what and which kind as its blobs, and the counts as its doubles.
 */
export function measureInto(env: object): Measure {
	const dataset = "ANALYTICS" in env ? env.ANALYTICS : undefined;
	if (!isDataset(dataset)) return () => undefined;
	const index = objectName(configOf(env));
	return (what, kind, counts) =>
		dataset.writeDataPoint({ indexes: [index], blobs: [what, kind], doubles: [...counts] });
}

function isDataset(value: unknown): value is AnalyticsEngineDataset {
	return typeof value === "object" && value !== null && "writeDataPoint" in value;
}
