import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadOktaRules } from "../scripts/rules/load-okta-rules.ts";
import { DEFAULT_CONFIG } from "../src/falco/config.ts";
import { createEngine } from "../src/falco/engine.ts";
import { oktaEvent } from "../src/okta/event.ts";
import { OKTA_FIELDS } from "../src/okta/fields.ts";
import { mfaMemory } from "../src/okta/mfa-memory.ts";

const README = readFileSync(new URL("../README.md", import.meta.url), "utf8");

function block(language: string, number: number): string {
	return [...README.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "gs"))][number]?.[1] ?? "";
}

test("the README's rule makes the README's alert of the README's event", () => {
	const { ruleSet, diagnostics } = loadOktaRules([{ name: "README.md", text: block("yaml", 0) }], DEFAULT_CONFIG);
	expect(diagnostics).toEqual([]);
	if (ruleSet === undefined) throw new Error("the rule does not load");
	const context = { number: 1n, org: "acme", hostname: "acme.okta.com", history: mfaMemory() };
	const event = oktaEvent(JSON.parse(block("json", 0)), context);
	const alerts = createEngine(ruleSet, OKTA_FIELDS).evaluate(event);
	expect(alerts.map(({ json }) => json)).toEqual([block("json", 1).trim()]);
});
