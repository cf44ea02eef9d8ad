import { RuleCollector } from "./collect-rules.ts";
import type { Context } from "./context.ts";
import { didYouMean } from "./decode.ts";
import type {
	Definition,
	EngineRequirement,
	ListDefinition,
	MacroDefinition,
	NamedKind,
	PluginRequirement,
	Version,
} from "./definition.ts";
import type { Report } from "./report.ts";
import type { SourceText } from "./source-text.ts";
import type { Sources } from "./sources.ts";
import { formatVersion, isCompatible, parseVersion } from "./version.ts";

/** When a list or a macro was defined: what it sees of others depends on that. */
interface Visible {
	readonly name: string;
	/** Place of its first definition among all definitions. */
	readonly index: number;
	/** Place of its latest definition or addition: it sees what was first defined before. */
	visibility: number;
}

export interface CollectedList extends Visible {
	readonly items: string[];
	readonly context: Context;
}

export interface CollectedMacro extends Visible {
	/** What was appended, after what it was appended to. */
	readonly condition: SourceText[];
	readonly conditionContext: Context;
	readonly context: Context;
}

type Collectors = { [Kind in Definition["kind"]]: (definition: Extract<Definition, { kind: Kind }>) => void };

/**
 * Second stage: what all items of all files amount to (rule_loader_collector.cpp). Later items define anew, append to
 * or replace parts of earlier ones; each keeps the place of its first definition.
 */
export class Collection {
	readonly lists = new Map<string, CollectedList>();
	readonly macros = new Map<string, CollectedMacro>();
	readonly rules: RuleCollector;
	readonly pluginRequirements: PluginRequirement[] = [];
	/** Whether a file could not be read at all: any name that is missing may stand in it. */
	incomplete = false;

	readonly #report: Report;
	readonly #engineVersion: Version;
	readonly #broken: Record<NamedKind, Set<string>> = { list: new Set(), macro: new Set(), rule: new Set() };
	#definitions = 0;

	readonly #collectors: Collectors = {
		required_engine_version: (requirement) => this.#checkEngine(requirement),
		required_plugin_versions: (requirement) => this.#addPluginRequirement(requirement),
		list: (list) => this.#addList(list),
		macro: (macro) => this.#addMacro(macro),
		rule: (rule) => this.rules.define(rule),
		"rule append": (update) => this.rules.append(update),
		"rule replace": (update) => this.rules.replace(update),
		"rule toggle": (toggle) => this.rules.toggle(toggle),
		broken: ({ what, name, rule }) => {
			this.#broken[what].add(name);
			if (rule !== undefined) this.rules.keepBroken(rule);
		},
	};

	constructor(report: Report, sources: Sources, engineVersion: Version) {
		this.#report = report;
		this.#engineVersion = engineVersion;
		this.rules = new RuleCollector(report, sources, {
			isBroken: (name) => this.mayBeBroken("rule", name),
			setBroken: (name) => this.#broken.rule.add(name),
		});
	}

	add(definition: Definition): void {
		(this.#collectors[definition.kind] as (definition: Definition) => void)(definition);
	}

	/** Whether a name may be missing because of a problem that was told already. */
	mayBeBroken(what: NamedKind, name: string): boolean {
		return this.incomplete || this.#broken[what].has(name);
	}

	#checkEngine({ version, context }: EngineRequirement): void {
		if (isCompatible(this.#engineVersion, version)) return;
		const [required, available] = [version, this.#engineVersion].map(formatVersion);
		const message = `Rules require engine version ${required}, but engine version is ${available}`;
		this.#report.error("LOAD_ERR_VALIDATE", message, context);
	}

	#addPluginRequirement(requirement: PluginRequirement): void {
		const names = new Set<string>();
		for (const { name, version } of requirement.alternatives) {
			if (parseVersion(version) === undefined) {
				const message = `Invalid required version '${version}' for plugin '${name}'`;
				this.#report.error("LOAD_ERR_VALIDATE", message, requirement.context);
			}
			if (names.has(name)) {
				const message = `Defined multiple alternative version requirements for plugin '${name}'`;
				this.#report.error("LOAD_ERR_VALIDATE", message, requirement.context);
			}
			names.add(name);
		}
		this.pluginRequirements.push(requirement);
	}

	#addList({ name, items, append, context }: ListDefinition): void {
		const earlier = this.lists.get(name);
		const visibility = this.#definitions++;
		if (!append) {
			this.lists.set(name, { name, items: [...items], context, index: earlier?.index ?? visibility, visibility });
		} else if (earlier !== undefined) {
			for (const item of items) earlier.items.push(item);
			earlier.visibility = visibility;
		} else {
			const message = "List uses 'append' or 'override.items: append' but no list by that name already exists";
			this.#reportMissing("list", name, message, context);
		}
	}

	#addMacro({ name, condition, append, context }: MacroDefinition): void {
		const earlier = this.macros.get(name);
		const visibility = this.#definitions++;
		if (!append) {
			const index = earlier?.index ?? visibility;
			const own = { condition: [condition.text], conditionContext: condition.context, context };
			this.macros.set(name, { name, ...own, index, visibility });
		} else if (earlier !== undefined) {
			earlier.condition.push(condition.text);
			earlier.visibility = visibility;
		} else {
			const message = "Macro uses 'append' or 'override.condition: append' but no macro by that name already exists";
			this.#reportMissing("macro", name, message, context);
		}
	}

	#reportMissing(what: "list" | "macro", name: string, message: string, context: Context): void {
		if (this.mayBeBroken(what, name)) return;
		const known = what === "list" ? this.lists : this.macros;
		this.#report.error("LOAD_ERR_VALIDATE", message, context, () => didYouMean(name, [...known.keys()]));
		this.#broken[what].add(name);
	}
}
