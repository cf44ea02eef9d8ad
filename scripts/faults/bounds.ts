/**
 * Alerts that the Worker sends at the same time at most (src/org/drain.ts). It does so at a pace that one after the other
 * does not keep; else a kill makes one alert come twice at most.
 */
export const AT_A_TIME_MAX = 6;

/** Alerts that fail before the Worker takes Falcosidekick for away (src/org/witnesses.ts). */
export const WITNESSES = 3;

/** Alerts that may leave at once before the pace sets in (src/worker). */
export const BURST = 20;

/**
 * How long what a killed process had sent may take to be taken, in milliseconds. The next process takes longer to start.
 */
export const ON_THE_WIRE = 50;
