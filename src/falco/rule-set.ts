import type { Expr, Unplaced } from "./filter/ast.ts";
import type { OutputTemplate } from "./output-template.ts";
import type { Priority } from "./priority.ts";

/**
 * What `load.ts` makes of rule files and `engine.ts` runs: plain JSON, so that a Worker ships it without the YAML and
 * condition parsers. It is complete: nothing in it refers to a file, a list or a macro any more.
 */
export interface RuleSet {
	/** `first`: at most one alert an event, from the first rule that matches. `all`: one from every rule that does. */
	readonly ruleMatching: "first" | "all";
	readonly alert: AlertSettings;
	/** Falco's `static_fields`: the values of the fields `static.NAME` by NAME, the same for every event. */
	readonly staticFields?: Readonly<Record<string, string>>;
	/** What `plugins` sets of the source's plugin; left out when nothing. */
	readonly initConfig?: Readonly<Record<string, number>>;
	/** `storm_control`: how many alerts of one rule leave within how many seconds; left out, all do. */
	readonly storm?: { readonly alerts: number; readonly seconds: number };
	/** Enabled rules at or above the minimum priority, in the order in which they are tried. */
	readonly rules: readonly Rule[];
}

export interface Rule {
	readonly name: string;
	readonly source: string;
	readonly priority: Priority;
	/** Without repeats, in byte order. */
	readonly tags: readonly string[];
	readonly condition: Expr<Unplaced>;
	readonly output: OutputTemplate;
	/** `append_output`'s extra fields: key → a template (rendered as text) or the bare field it repeats. */
	readonly extraFields: readonly ExtraField[];
	/**
	 * Values of the index field (`okta.evt.type`) with which the condition can be true; undefined when it can be true
	 * with any. The engine tries a rule only on events it lists.
	 */
	readonly eventTypes?: readonly string[];
}

export type ExtraField =
	| { readonly key: string; readonly template: OutputTemplate }
	| { readonly key: string; readonly field: string };

/** Falco's settings of the same names (falco.yaml), which decide what an alert's JSON holds. */
export interface AlertSettings {
	readonly timeFormatIso8601: boolean;
	readonly includeMessage: boolean;
	readonly includeOutput: boolean;
	readonly includeOutputFields: boolean;
	readonly includeTags: boolean;
}
