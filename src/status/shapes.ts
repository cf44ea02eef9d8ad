import type { Tone } from "./trouble.ts";

/** Paths of SVG in a square of 24: what is filled, and what is drawn on it. */
export interface Shape {
	readonly outline: string;
	readonly mark: string;
}

/** A shape for each tone, so that colour is not all that tells them apart. */
export const SHAPES: Record<Tone, Shape> = {
	// A disc with a tick.
	good: { outline: "M12 1a11 11 0 1 1 0 22a11 11 0 0 1 0-22Z", mark: "M6.8 12.4l3.6 3.6l6.8-7.6" },
	// A square with three dots.
	calm: {
		outline: "M4 2h16a2 2 0 0 1 2 2v16a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2Z",
		mark: "M7 12h.01M12 12h.01M17 12h.01",
	},
	// A triangle with an exclamation mark.
	warn: { outline: "M12 1.6L23.4 22H.6Z", mark: "M12 9v6M12 18.4v.01" },
	// An octagon with a cross.
	bad: { outline: "M7.4 1h9.2L23 7.4v9.2L16.6 23H7.4L1 16.6V7.4Z", mark: "M8 8l8 8M16 8l-8 8" },
};
