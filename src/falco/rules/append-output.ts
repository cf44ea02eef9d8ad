import type { Context } from "./context.ts";

/** Falco's `append_output`: what is added to the outputs of rules (falco configuration.h). */
export interface AppendOutput {
	/** Which rules it is for: all that fit everything that is given. */
	readonly match: {
		readonly source?: string;
		/** The exact name. */
		readonly rule?: string;
		/** All of these among the rule's tags. */
		readonly tags?: readonly string[];
	};
	/** Text behind the output, a blank between. */
	readonly extraOutput?: string;
	/** Further keys of `output_fields`: a template by its key, or the name of a field. */
	readonly extraFields: readonly AppendedField[];
	/** Whether `static.*` fields are added as `static_NAME=%static.NAME`. */
	readonly suggestedOutput: boolean;
	/** Where the configuration has the text, which is to blame for what is wrong with it; left out, the rule's output is. */
	readonly context?: Context;
}

export type AppendedField = ({ readonly key: string; readonly format: string } | { readonly field: string }) & {
	/** As above. */
	readonly context?: Context;
};

interface Rule {
	readonly name: string;
	readonly source: string;
	readonly tags: ReadonlySet<string>;
}

/** The entries that are for a rule, in their order. */
export function appendedTo(rule: Rule, entries: readonly AppendOutput[]): AppendOutput[] {
	return entries.filter(({ match }) => {
		if (match.source !== undefined && match.source !== rule.source) return false;
		if (match.rule !== undefined && match.rule !== rule.name) return false;
		return (match.tags ?? []).every((tag) => rule.tags.has(tag));
	});
}
