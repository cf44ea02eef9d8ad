import { expect, test } from "vitest";
import { fieldUses } from "../../src/falco/field-uses.ts";
import { load } from "../../src/falco/load.ts";
import { SAMPLE_FIELDS } from "./filter/sample-fields.ts";

/** What rules of these conditions and outputs read of the fields under door.value and door.names. */
function uses(rules: readonly { condition: string; output?: string }[]) {
	const text = JSON.stringify(
		rules.map(({ condition, output = "out" }, at) => {
			return { rule: `rule ${at}`, desc: "d", condition, output, priority: "NOTICE", source: "door" };
		}),
	);
	const options = { fields: SAMPLE_FIELDS, source: "door", plugins: {}, engineVersion: "0.63.0" };
	const { ruleSet, diagnostics } = load({ files: [{ name: "rules.yaml", text }], ...options });
	expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
	const isWanted = (name: string) => name === "door.value" || name === "door.names";
	return fieldUses(ruleSet?.rules ?? [], isWanted, ["door.name", "door.owner"]);
}

test.each([
	["on the left", 'door.value[a] = "x"'],
	["on the right", "door.name = val(door.value[a])"],
	["in a transformer", 'tolower(door.value[a]) = "x"'],
	["in a transformer's list", 'join("", (door.value[a], "b")) = "x"'],
	["behind not", "not (door.opened = true and not door.value[a] exists)"],
])("a field is found %s of a condition", (_, condition) => {
	expect(uses([{ condition }])).toMatchObject([{ name: "door.value", argument: "a", rule: "rule 0" }]);
});

test("a field is found in an output", () => {
	expect(uses([{ condition: "door.opened = true", output: "%door.names %tolower(door.value[é])" }])).toMatchObject([
		{ name: "door.names" },
		{ name: "door.value", argument: "é" },
	]);
});

test("each rule and argument is told once", () => {
	const condition = "door.value[a] = x or door.value[a] = y or door.value[b] = z";
	expect(
		uses([{ condition }, { condition: "door.value[a] = x" }]).map(({ rule, argument }) => [rule, argument]),
	).toEqual([
		["rule 0", "a"],
		["rule 0", "b"],
		["rule 1", "a"],
	]);
});

test("with the values of other fields that the rule can match with", () => {
	const condition = "door.name in (front, back) and door.value[a] = x";
	expect(uses([{ condition }])[0]?.accepted).toEqual([["back", "front"], undefined]);
});

test("rules that read none cost nothing", () => {
	expect(uses([{ condition: "door.name = x" }])).toEqual([]);
});
