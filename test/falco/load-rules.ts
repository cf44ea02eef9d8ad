import { DEFAULT_CONFIG, type FalcoConfig } from "../../src/falco/config.ts";
import type { Diagnostic } from "../../src/falco/diagnostic.ts";
import { type LoadResult, load } from "../../src/falco/load.ts";
import { OKTA_FIELDS } from "../../src/okta/fields.ts";

/** Loads rule files for Okta's fields; they are named `0.yaml`, `1.yaml`, … */
export function loadRules(texts: string | readonly string[], config: Partial<FalcoConfig> = {}): LoadResult {
	return load({
		files: [texts].flat().map((text, number) => ({ name: `${number}.yaml`, text })),
		config: { ...DEFAULT_CONFIG, ...config },
		fields: OKTA_FIELDS,
		source: "okta",
		indexField: "okta.evt.type",
		plugins: { okta: "0.12.0", json: "0.7.4" },
		engineVersion: "0.63.0",
	});
}

/** A rule item; `more` are further keys, or ones to have instead. */
export function rule(name: string, condition: string, more: Readonly<Record<string, unknown>> = {}): string {
	const item = { rule: name, desc: "d", condition, output: "o", priority: "notice", source: "okta", ...more };
	return `- ${JSON.stringify(item)}\n`;
}

/** Problems as `line:column CODE message`, counted from 1; with the file's name where there are several. */
export function told(texts: string | readonly string[], config: Partial<FalcoConfig> = {}): string[] {
	const files = [texts].flat();
	return loadRules(texts, config).diagnostics.map(({ code, message, place }: Diagnostic) => {
		const before = (files[Number.parseInt(place.file, 10)] ?? "").slice(0, place.offset).split("\n");
		const file = files.length > 1 ? `${place.file}:` : "";
		return `${file}${before.length}:${(before.at(-1)?.length ?? 0) + 1} ${code} ${message}`;
	});
}
