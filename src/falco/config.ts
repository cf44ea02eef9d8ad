import type { Priority } from "./priority.ts";
import type { AlertSettings } from "./rule-set.ts";
import type { AppendOutput } from "./rules/append-output.ts";
import type { RuleSelection } from "./rules/select.ts";

/** Falco's configuration, as far as it means something here (falco.yaml); but for one of our own its keys have Falco's names. */
export interface FalcoConfig {
	/** `rules_files`: files and directories of rules, in the order in which they are loaded. */
	readonly rulesFiles: readonly string[];
	/** `rules`: rules to turn on or off. */
	readonly rules: readonly RuleSelection[];
	/** `priority`: the least urgent that a rule may have to take part. */
	readonly priority: Priority;
	/** `rule_matching`: one alert an event, or one from every rule that matches. */
	readonly ruleMatching: "first" | "all";
	/** `append_output`: what is added to the outputs of rules. */
	readonly appendOutput: readonly AppendOutput[];
	/** `static_fields`: the values of `static.*`. */
	readonly staticFields: Readonly<Record<string, string>>;
	/** `plugins`: what the `init_config` of the source's plugin sets, as far as it means something here. */
	readonly initConfig: Readonly<Record<string, number>>;
	/** `storm_control`, which is not Falco's: at most so many alerts of one rule within so many seconds. */
	readonly storm?: { readonly alerts: number; readonly seconds: number };
	/** `time_format_iso_8601` and `json_include_*_property`. */
	readonly alert: AlertSettings;
}

/** Falco's defaults; it knows no default for `rules_files` that would mean anything here. */
export const DEFAULT_CONFIG: FalcoConfig = {
	rulesFiles: [],
	rules: [],
	priority: "Debug",
	ruleMatching: "first",
	appendOutput: [],
	staticFields: {},
	initConfig: {},
	alert: {
		timeFormatIso8601: false,
		includeMessage: false,
		includeOutput: true,
		includeOutputFields: true,
		includeTags: true,
	},
};
