import { describe, expect, test } from "vitest";
import { bridgeHooks, freeNames, ownHooks } from "../../../scripts/hook/own-hooks.ts";
import { eventHook, HOOK_URL } from "./event-hook.ts";

const ELSEWHERE = "https://elsewhere.example/hook";
const named = (name: string, uri = ELSEWHERE) => eventHook({ id: `who${name.replaceAll(/\W/g, "")}`, name, uri });
const names = (hooks: readonly { name: string }[]) => hooks.map(({ name }) => name);

describe("the Worker's own hooks", () => {
	test("have its name, with or without a number, and are in the order of these", () => {
		const all = ["okta-falco 10", "okta-falco 2", "okta-falco"].map((name) => named(name));
		expect(names(ownHooks(all, { name: "okta-falco", url: undefined }))).toEqual([
			"okta-falco",
			"okta-falco 2",
			"okta-falco 10",
		]);
	});

	test("or call its address, whatever they are called, and come last then", () => {
		const all = [named("Made by hand", "https://OKTA-FALCO.example.com/okta/events"), named("okta-falco")];
		expect(names(ownHooks(all, { name: "okta-falco", url: HOOK_URL }))).toEqual(["okta-falco", "Made by hand"]);
	});

	test.each(["okta-falco staging", "okta-falco-2", "okta-falco 02", "okta-falco 2 ", "my okta-falco", "okta"])(
		"are not called %j",
		(name) => {
			expect(ownHooks([named(name)], { name: "okta-falco", url: HOOK_URL })).toEqual([]);
		},
	);

	test("are not its bridges, though these call the same address", () => {
		const all = [named("okta-falco (bridge)", HOOK_URL.href), named("okta-falco (bridge) 2", HOOK_URL.href)];
		expect(ownHooks(all, { name: "okta-falco", url: HOOK_URL })).toEqual([]);
		expect(names(bridgeHooks(all, { name: "okta-falco", url: HOOK_URL }))).toEqual(names(all));
	});
});

test("a name is free that no hook of the org has", () => {
	const all = ["okta-falco", "okta-falco 3"].map((name) => named(name));
	expect(freeNames(all, "okta-falco", 3)).toEqual(["okta-falco 2", "okta-falco 4", "okta-falco 5"]);
	expect(freeNames([], "okta-falco", 2)).toEqual(["okta-falco", "okta-falco 2"]);
});
