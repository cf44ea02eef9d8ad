/**
 * Alerts that the Worker sends at the same time (src/org/drain.ts). When it is killed, so many may have been taken without
 * its knowing, and are sent again.
 */
export const IN_FLIGHT = 6;

/** Alerts that may leave at once before the pace sets in (src/worker). */
export const BURST = 20;

/**
 * How long what a killed process had sent may take to be taken, in milliseconds. The next process takes longer to start.
 */
export const ON_THE_WIRE = 50;
