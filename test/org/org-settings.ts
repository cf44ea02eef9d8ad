import type { OrgSettings } from "../../src/org/settings.ts";

/** Settings of an object that tells nobody anything, but for what a test cares about. */
export function orgSettings(changes: Partial<OrgSettings> = {}): OrgSettings {
	return {
		orgHost: undefined,
		hostname: undefined,
		destination: { faults: [] },
		pace: { perSecond: 1, burst: 20 },
		systemLog: undefined,
		patience: undefined,
		log: () => undefined,
		measure: () => undefined,
		...changes,
	};
}
