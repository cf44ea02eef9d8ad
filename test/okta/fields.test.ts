import { describe, expect, test } from "vitest";
import { OKTA_FIELDS } from "../../src/okta/fields.ts";
import { OWN_FIELDS } from "../../src/okta/own-fields.ts";
import { PLUGIN_FIELDS } from "../../src/okta/plugin-fields.ts";
import { WINDOW_FIELD_TABLE } from "../../src/okta/windows/fields.ts";
import { fuzzFields } from "./fields.fuzz.ts";

const ownNames = [...Object.keys(OWN_FIELDS), ...Object.keys(WINDOW_FIELD_TABLE)];
const pluginNames = Object.keys(PLUGIN_FIELDS);

describe("OKTA_FIELDS", () => {
	test("are the plugin's and ours, and no name is both", () => {
		expect(Object.keys(OKTA_FIELDS)).toEqual([...pluginNames, ...ownNames]);
		expect(new Set([...pluginNames, ...ownNames]).size).toBe(pluginNames.length + ownNames.length);
	});

	test.each(Object.entries(OKTA_FIELDS))(
		"%s has a name that rules can write, and a line of description",
		(name, field) => {
			expect(name).toMatch(/^okta(\.[A-Za-z]+)+$/);
			expect(field.description).toMatch(/^[A-Z].{10,120}\.$/);
		},
	);
});

describe("a field of ours leaves old outputs alone", () => {
	// `%okta.client.iprange` prints okta.client.ip and "range": a field of that name would change it.
	const extending = ownNames.filter((own) => pluginNames.some((old) => own.startsWith(old)));

	test("its name does not begin with an old one's, but for one", () => {
		expect(extending).toEqual(["okta.client.ipchain"]);
	});

	test.each(extending)("%s is itself only with its brackets", (name) => {
		expect(OKTA_FIELDS[name]?.argument).toMatchObject({ required: true });
	});
});

test("no event makes a field throw or give a value of another type", () => {
	const { events, values } = fuzzFields(20_000, 20260302);
	expect(events).toBe(20_000);
	expect(values).toBeGreaterThan(events * 20);
});
