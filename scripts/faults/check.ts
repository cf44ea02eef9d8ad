import type { Bundle } from "../workerd/bundle.ts";
import type { Workspace } from "../workerd/workspace.ts";

/** What a check works with. */
export interface Setting {
	readonly workspace: Workspace;
	/** The Worker with the rules of rules.yaml. */
	readonly bundle: Bundle;
	readonly seed: number;
	/** How many events the check `chaos` delivers, and how often it kills workerd. */
	readonly events: number;
	readonly kills: number;
	/** Tells how far it is: a share from 0 to 1, and a few words. */
	readonly progress: (share: number, words: string) => void;
}

/** What a check found. */
export interface Findings {
	/** What was measured, for people. */
	readonly figures: readonly string[];
	/** What went wrong, one sentence each; nothing when the promise holds. */
	readonly faults: readonly string[];
}

/** Breaks something and tells whether what was promised still holds. */
export type Check = (setting: Setting) => Promise<Findings>;

/** A fault, unless `holds`. */
export function unless(holds: boolean, fault: string): readonly string[] {
	return holds ? [] : [fault];
}

/** A number as people read it. */
export function figure(value: number): string {
	return value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 1 : 0 });
}

/** The first few of a list, and how many more there are. */
export function some(items: readonly string[]): string {
	const shown = items.slice(0, 5).join(", ");
	return items.length > 5 ? `${shown} and ${figure(items.length - 5)} more` : shown;
}
