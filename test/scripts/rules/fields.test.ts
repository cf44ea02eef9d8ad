import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { listFields, matches } from "../../../scripts/rules/field-list.ts";
import { fieldPage } from "../../../scripts/rules/field-page.ts";
import { table } from "../../../scripts/rules/fields.ts";

const fields = listFields();
const named = (name: string) => fields.find((field) => field.name === name);
const namesOf = (pattern: string) => fields.filter((field) => matches(field, pattern)).map(({ name }) => name);

describe("rules fields", () => {
	test("lists what every table has, and each name once", () => {
		expect(new Set(fields.map(({ origin }) => origin))).toEqual(
			new Set(["okta plugin", "okta-falco", "falco", "json plugin"]),
		);
		expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length);
	});

	test("says of a field what a tool needs to know", () => {
		expect(named("okta.mfa.deny.countlast")).toMatchObject({
			type: "UINT64",
			argument: { kind: "index", required: true },
			origin: "okta plugin",
			empty: null,
		});
		expect(named("okta.reason")).toMatchObject({ type: "CHARBUF", argument: null, empty: "" });
		expect(named("okta.security.asnumber")).toMatchObject({ empty: "0" });
		expect(named("okta.uuid")).toMatchObject({ origin: "okta-falco" });
	});

	test.each([
		["okta.client.ip", ["okta.client.ip", "okta.client.ipchain"]],
		["OKTA.*CHAIN", ["okta.client.ipchain"]],
		["known proxy", ["okta.security.isproxy"]],
		["debug[", ["okta.debug"]],
		["nothing like it", []],
	])("finds by %j", (pattern, names) => {
		expect(namesOf(pattern)).toEqual(names);
	});

	test("prints a field a line, in columns", () => {
		const lines = table(fields.filter(({ name }) => name.startsWith("okta.targets."))).split("\n");
		expect(lines[0]).toMatch(/^okta\.targets\.displayName\[index\]\? {2}CHARBUF {2}Display names/);
		expect(lines[1]).toMatch(/^okta\.targets\.id\[index\]\? {11}CHARBUF {2}Ids/);
		expect(lines.at(-1)).toBe("");
	});

	test("prints a page of some fields without the sections of others", () => {
		const page = fieldPage(fields.filter(({ name }) => name === "okta.uuid"));
		expect(page.match(/^## .*/gm)).toEqual(["## Fields that only this project has"]);
		expect(page).toContain("| `okta.uuid` | CHARBUF |");
	});

	test("docs/fields.md is what it prints", () => {
		expect(readFileSync(new URL("../../../docs/fields.md", import.meta.url), "utf8")).toBe(fieldPage(fields));
	});
});
