import type { Priority } from "../priority.ts";
import type { Context } from "./context.ts";
import type { SourceText } from "./source-text.ts";
import type { YamlScalar } from "./yaml.ts";

/** What the first stage makes of an item of a rule file, and the second collects. */
export type Definition =
	| EngineRequirement
	| PluginRequirement
	| ListDefinition
	| MacroDefinition
	| RuleDefinition
	| RuleAppend
	| RuleReplace
	| RuleToggle
	| BrokenDefinition;

export interface EngineRequirement {
	readonly kind: "required_engine_version";
	readonly version: Version;
	readonly context: Context;
}

/** Falco's kind of version: three numbers, whatever follows them. */
export type Version = readonly [major: number, minor: number, patch: number];

/** One entry of `required_plugin_versions`: the plugins of which the first that is there must be new enough. */
export interface PluginRequirement {
	readonly kind: "required_plugin_versions";
	readonly alternatives: readonly { readonly name: string; readonly version: string }[];
	readonly context: Context;
}

export interface ListDefinition {
	readonly kind: "list";
	readonly name: string;
	readonly items: readonly string[];
	readonly append: boolean;
	readonly context: Context;
}

export interface MacroDefinition {
	readonly kind: "macro";
	readonly name: string;
	readonly condition: Text;
	readonly append: boolean;
	readonly context: Context;
}

/** A condition or an output as it is written, and where. */
export interface Text {
	readonly text: SourceText;
	readonly context: Context;
}

export interface RuleDefinition {
	readonly kind: "rule";
	readonly name: string;
	readonly condition: Text;
	readonly output: Text;
	readonly description: string;
	readonly priority: Priority;
	readonly source: string;
	/** Whether the item names its source itself. */
	readonly namesSource: boolean;
	readonly enabled: boolean;
	readonly skipIfUnknownFilter: boolean;
	readonly tags: readonly string[];
	readonly exceptions: readonly ExceptionDefinition[];
	readonly context: Context;
}

/** `append: true`, or the keys that `override` appends. */
export interface RuleAppend {
	readonly kind: "rule append";
	readonly name: string;
	/** The source that the item names, where Falco looks at it. */
	readonly source?: string;
	readonly condition?: Text;
	readonly output?: Text;
	readonly description?: string;
	readonly tags?: readonly string[];
	readonly exceptions?: readonly ExceptionDefinition[];
	readonly context: Context;
}

/** The keys that `override` replaces. */
export interface RuleReplace {
	readonly kind: "rule replace";
	readonly name: string;
	readonly source?: string;
	readonly condition?: Text;
	readonly output?: Text;
	readonly description?: string;
	readonly tags?: readonly string[];
	readonly exceptions?: readonly ExceptionDefinition[];
	readonly priority?: Priority;
	readonly enabled?: boolean;
	readonly skipIfUnknownFilter?: boolean;
	readonly context: Context;
}

/** A rule item with nothing but `enabled`. */
export interface RuleToggle {
	readonly kind: "rule toggle";
	readonly name: string;
	readonly enabled: boolean;
	readonly context: Context;
}

/** An item that cannot be used, its problem told: what refers to it must not be blamed for that. */
export interface BrokenDefinition {
	readonly kind: "broken";
	readonly what: NamedKind;
	readonly name: string;
	/** Of a rule: what can be read of it, so that the rest of its problems can be told. */
	readonly rule?: RuleDefinition;
}

export type NamedKind = "list" | "macro" | "rule";

export interface ExceptionDefinition {
	readonly name: string;
	readonly fields: ExceptionEntry | undefined;
	readonly comps: ExceptionEntry | undefined;
	readonly values: readonly ExceptionEntry[];
	readonly context: Context;
}

/** A part of an exception: a text or a list of such. Where the file has neither, Falco takes an empty text. */
export type ExceptionEntry =
	| { readonly list: false; readonly text: string; readonly scalar?: YamlScalar }
	| { readonly list: true; readonly entries: readonly ExceptionEntry[] };
