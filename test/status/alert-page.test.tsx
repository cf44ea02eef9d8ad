import { describe, expect, test } from "vitest";
import type { AlertPortrait } from "../../src/org/overview.ts";
import { AlertPage } from "../../src/status/alert-page.tsx";
import { alertPath } from "../../src/status/alert-table.tsx";
import { alertEntry, NOW } from "../fixtures/status/overview.ts";
import { portrait } from "../fixtures/status/portrait.ts";
import { pageProps } from "../fixtures/status/situations.ts";
import { structureOf, tagsIn, textOf } from "./html.ts";

function render(changes: Partial<AlertPortrait> = {}): string {
	return String(<AlertPage frame={pageProps("well").frame} now={NOW} portrait={portrait(changes)} />);
}

test("an alert's page has the alert as Falco prints it, the event, the condition, the attempts and what is near", () => {
	const html = render();
	expect(html).toContain("<h1><bdi>User has been locked out in OKTA</bdi></h1>");
	const text = textOf(html);
	expect(text).toContain("14:15:12.802000000: Error A user was locked out (user=Maya Chen");
	expect(text).toContain('"eventType": "user.account.lock"');
	expect(text).toMatch(/does not hold\s*okta\.client\.zone in \(office, home\)\s*okta\.client\.zone\s*has no value/);
	expect(text).toContain("no answer: the connection was closed");
	expect(text).toContain("Okta MFA Push Rejected by User");
	const ids = tagsIn(html).flatMap(({ attributes }) => attributes.get("id") ?? []);
	expect(new Set(ids).size).toBe(ids.length);
});

test("what came of a button is not said again where no script runs", () => {
	const { frame } = pageProps("well");
	const html = String(<AlertPage frame={frame} now={NOW} portrait={portrait()} notice="replayed" />);
	const address = alertPath(portrait().entry.id);
	expect(html).toContain(`<noscript><meta http-equiv="refresh" content="30; url=${address}"/></noscript>`);
});

test("JSON is shown as it was sent, to the last digit", () => {
	const html = render({
		json: '{"output":"x","output_fields":{"n":12345678901234567890,"n":1.10}}',
		event: '{"uuid":"1","big":12345678901234567890}',
	});
	for (const part of ["12345678901234567890", "1.10"]) expect(textOf(html)).toContain(part);
	expect(textOf(html)).toContain('"big": 12345678901234567890');
});

test.each([
	["without an output, its whole JSON stands for it", { json: '{"rule":"r"}' }, '{"rule":"r"}'],
	["what is no JSON is shown as it is", { json: "not <json>" }, "not <json>"],
	["an event that is gone is said to be", { event: null, explained: null }, "The event is no longer kept."],
	[
		"an alert that was never tried has no attempts",
		{ entry: alertEntry({ state: "pending", settled: null, attempts: 0 }), tries: [] },
		"None yet.",
	],
	["attempts that were not kept are counted", { entry: alertEntry({ attempts: 9 }) }, "6 more"],
	["there may be nothing near", { nearby: [] }, "There is none."],
])("%s", (_, changes, words) => {
	expect(textOf(render(changes))).toContain(words);
});

describe("what can be done depends on the state", () => {
	test.each([
		["pending", ["Try now", "Resolve"]],
		["held", ["Try now", "Resolve"]],
		["dead", ["Replay", "Resolve"]],
		["suppressed", ["Send"]],
		["resolved", ["Send"]],
		["delivered", ["Send again"]],
	] as const)("%s: %j", (state, buttons) => {
		const settled = state === "pending" || state === "held" ? null : NOW;
		const html = render({ entry: alertEntry({ state, settled }) });
		const found = [
			...html.matchAll(/<button type="submit" (?:formaction="[^"]*" )?class="(?:primary|quiet)">([^<]*)<\/button>/g),
		];
		expect(found.map(([, text]) => text).filter((text) => text !== "Sign out")).toEqual(buttons);
	});
});

describe("names that mean harm change nothing but their own text", () => {
	const page = (name: string) =>
		render({
			entry: alertEntry({ id: "fixed", rule: name, actor: name, reason: name }),
			json: JSON.stringify({ output: name, output_fields: { [name]: name } }),
			event: JSON.stringify({ [name]: name }),
			tries: [{ at: NOW, reason: name }],
			explained: { type: "check", holds: true, text: name, values: [{ text: name, value: name }] },
			nearby: [alertEntry({ id: "other", rule: name, actor: name })],
		});
	const plain = page("plain");

	test.each([
		["a script", "<script>alert(1)</script><img src=x onerror=alert(1)>"],
		["the end of what it stands in", `"></bdi></pre></code></dd></title></script>-->]]><h1>x</h1>`],
		["an address", "javascript:alert(1)//"],
		["text that runs backwards", "\u202eexe.gnp\u2066\u0000\ud800"],
	])("%s", (_, name) => {
		const html = page(name);
		expect(structureOf(html)).toEqual(structureOf(plain));
		const addresses = tagsIn(html).flatMap(({ attributes }) =>
			["href", "src", "action", "formaction"].flatMap((key) => attributes.get(key) ?? []),
		);
		expect(addresses.filter((address) => !/^[/#]/.test(address))).toEqual([]);
		expect(textOf(html)).not.toContain("\u202e");
	});

	test("all of a long name is there, in a box of its own", () => {
		const html = page("W".repeat(10_000));
		expect(html.split("W".repeat(10_000)).length).toBeGreaterThan(8);
		expect(html).toContain('aria-label="Actor"');
	});

	test("an id is part of an address, however strange it is", () => {
		const html = render({ entry: alertEntry({ id: 'a/../b?c#d%2e"<\ud800:r' }) });
		expect(html).toContain('action="/status/alerts/a%2F..%2Fb%3Fc%23d%252e%22%3C%EF%BF%BD%3Ar/replay"');
	});
});
