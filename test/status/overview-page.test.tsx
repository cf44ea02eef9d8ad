import { describe, expect, test } from "vitest";
import { OverviewPage, type OverviewPageProps } from "../../src/status/overview-page.tsx";
import { HEADLINE_STATES, type HeadlineState } from "../../src/status/trouble.ts";
import { alertEntry, MINUTE, NOW, overview } from "../fixtures/status/overview.ts";
import { pageProps } from "../fixtures/status/situations.ts";
import { structureOf, tagsIn, textOf } from "./html.ts";

function render(state: HeadlineState, changes: Partial<OverviewPageProps> = {}): string {
	return String(<OverviewPage {...pageProps(state, changes)} />);
}

/** For each headline: its words and tone, and what to do about it. */
const HEADLINES: Record<HeadlineState, readonly [title: string, tone: string, remedy: string]> = {
	misconfigured: ["A setting is wrong", "bad", "npm run doctor"],
	waiting: ["Alerts are waiting", "bad", "See that Falcosidekick runs"],
	silent: ["Okta has fallen silent", "bad", "npm run hook -- status"],
	unused: ["Nothing has come from Okta yet", "calm", "npm run hook -- register"],
	unsettled: ["An alert is dead", "warn", "replay the alert or resolve it"],
	outdated: ["The rules are out of date", "warn", "npm run deploy"],
	well: ["All is well", "good", ""],
};

describe.each(HEADLINE_STATES)("%s", (state) => {
	const html = render(state);
	const [title, tone, remedy] = HEADLINES[state];

	test("is what the page says first, in words, in colour, by a shape and in the tab", () => {
		expect(html).toContain(`<title>${title} · acme.okta.com · okta-falco</title>`);
		expect(html).toContain(`<h1 id="headline-title">${title}</h1>`);
		expect(html).toContain(`class="headline tone-${tone}"`);
		expect(html).toContain(`href="/status/assets/${tone}.svg"`);
		const headline = html.slice(html.indexOf('<section id="headline"'), html.indexOf('<dl id="figures"'));
		expect(textOf(headline)).toContain(remedy);
		expect(textOf(headline).includes("What to do:")).toBe(remedy !== "");
	});

	test("the page holds no style and no script of its own, and all it loads is its own", () => {
		const tags = tagsIn(html);
		expect(
			tags.filter(({ attributes }) => [...attributes.keys()].some((key) => key === "style" || key.startsWith("on"))),
		).toEqual([]);
		expect(tags.filter(({ name }) => name === "style")).toEqual([]);
		for (const { name, attributes } of tags) {
			if (name === "script")
				expect([attributes.get("nonce"), attributes.get("src")]).toEqual(["bm9uY2U=", "/status/assets/status.js"]);
			for (const key of ["href", "src", "action", "formaction"]) expect(attributes.get(key) ?? "/").toMatch(/^[/#]/);
		}
	});

	test("an id stands for one element, and whatever refers to one finds it", () => {
		const tags = tagsIn(html);
		const ids = tags.flatMap(({ attributes }) => attributes.get("id") ?? []);
		expect(new Set(ids).size).toBe(ids.length);
		const references = tags.flatMap(({ attributes }) =>
			["aria-labelledby", "aria-describedby", "for", "form", "list"].flatMap((key) => attributes.get(key) ?? []),
		);
		expect(references.filter((id) => !ids.includes(id))).toEqual([]);
		const regions = tags.filter(({ attributes }) => attributes.has("data-region"));
		expect(regions.length).toBeGreaterThan(5);
		expect(regions.filter(({ attributes }) => !attributes.has("id"))).toEqual([]);
	});

	test("headings go down one step at a time, from a single first", () => {
		const levels = tagsIn(html).flatMap(({ name }) => (/^h\d$/.test(name) ? Number(name[1]) : []));
		expect(levels.filter((level) => level === 1)).toEqual([1]);
		expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
	});
});

test("all troubles are told, the most urgent first", () => {
	const html = textOf(render("misconfigured"));
	const titles = ["A setting is wrong", "Falcosidekick is misconfigured.", "An alert is dead."];
	const places = titles.map((title) => html.indexOf(title, html.indexOf("Sign out")));
	expect(places).toEqual([...places].sort((a, b) => a - b));
	expect(Math.min(...places)).toBeGreaterThan(0);
});

test("an org to which nothing has happened yet has a page without anything in it", () => {
	const text = textOf(render("unused"));
	for (const words of [
		"Last deliverynever",
		"No alert yet.",
		"no alert is stuck",
		"It is not read",
		"nothing in 24 h",
	]) {
		expect(text).toContain(words);
	}
	expect(text).not.toMatch(/NaN|undefined|null|Infinity|1970/);
});

test("deliveries that are refused are told of beside those that are taken, in words nobody else chose", () => {
	const refused = { since: NOW, last: NOW - MINUTE, status: 403, reason: "it comes from <b>\u202eelsewhere" };
	const html = render("well", { overview: overview({ refused }) });
	expect(textOf(html)).toContain("Refused60 s ago: it comes from <b>U+202Eelsewhere");
	expect(textOf(render("well"))).not.toContain("Refused");
});

test("what there is to see to comes with its reason and what can be done", () => {
	const html = render("unsettled");
	for (const path of [
		"/status/alerts/dead-1%3AUser%20has%20been%20locked%20out%20in%20OKTA/replay",
		"/status/alerts/dead-1%3AUser%20has%20been%20locked%20out%20in%20OKTA/resolve",
		"/status/rejected/41/replay",
		"/status/rejected/40/resolve",
	]) {
		expect(html).toContain(`action="${path}"`);
	}
	expect(textOf(html)).toContain("400: Please send a valid request body");
	expect(textOf(html)).toContain("uuid: is not text");
});

test("of many, the first are shown, and how to have the rest", () => {
	expect(textOf(render("waiting"))).toContain("… and 9 more alerts: npm run --silent alerts -- list");
	const { setAsides } = pageProps("unsettled");
	expect(textOf(render("unsettled", { setAsides, setAsidesInAll: 1_202 }))).toContain("… and 1,200 more events");
});

test("the filter shows what it filters by, and what was typed", () => {
	const html = render("well", { shown: { rule: "gone <rule>", priority: "Error", actor: 'a"b' }, latest: [] });
	expect(html).toContain('<option value="gone &lt;rule&gt;" selected="">gone &lt;rule&gt;</option>');
	expect(html).toContain('<option value="Error" selected="">Error and above</option>');
	expect(html).toContain('value="a&quot;b"');
	expect(textOf(html)).toContain("None of the latest alerts passes the filter.");
	expect(html).toContain('<a href="/status" class="filter-reset">Show all</a>');
	expect(render("well")).toContain('class="filter-reset" hidden=""');
});

test("a filter says how far back it looks, and what looks further", () => {
	const further = "Of each state the latest 5,000 are looked at; npm run --silent alerts -- list looks at all.";
	expect(textOf(render("well", { shown: { priority: "Error" } }))).toContain(further);
	expect(textOf(render("well"))).not.toContain(further);
});

test("rules say how their events come, and whether they can", () => {
	const swept = textOf(render("well"));
	expect(swept).not.toContain("which is not read");
	const blind = textOf(render("outdated"));
	expect(blind).toContain("3 rules do not get all the events they look at");
	expect(blind).toContain("System Log, which is not read");
});

test("what came of a button is said", () => {
	expect(render("well", { notice: "replayed" })).toContain('role="status">The alert is on its way again.</p>');
	expect(render("well")).not.toContain('id="notice"');
});

test("what came of a button is said once, also where no script runs", () => {
	expect(render("well")).toContain('<noscript><meta http-equiv="refresh" content="30"/></noscript>');
	expect(render("well", { notice: "replayed" })).toContain(
		'<noscript><meta http-equiv="refresh" content="30; url=/status"/></noscript>',
	);
});

test("who has no session cannot sign out of it", () => {
	const { frame } = pageProps("well");
	expect(render("well")).toContain('action="/status/sign-out"');
	expect(render("well", { frame: { ...frame, hasSession: false } })).not.toContain("sign-out");
});

describe("names that mean harm change nothing but their own text", () => {
	const page = (name: string) => {
		const entry = alertEntry({
			rule: name,
			actor: name,
			reason: name,
			id: "fixed",
			time: "2026-03-04T14:15:12.802000000Z",
		});
		const { overview, setAsides } = pageProps("unsettled");
		return render("unsettled", {
			frame: { nonce: "bm9uY2U=", org: name, hasSession: true },
			shown: { rule: name, actor: name },
			latest: [entry, { ...entry, settled: null, state: "pending" }],
			stuck: [{ ...entry, state: "dead" }],
			setAsides: setAsides.map((event) => ({ ...event, source: name, reason: name, text: name })),
			overview: {
				...overview,
				hooks: [{ id: name, lastDay: 0 }],
				rules: overview.rules.map((rule) => ({ ...rule, rule: name })),
				standing: {
					...overview.standing,
					destination: { ...overview.standing.destination, reason: name },
					silences: [{ feed: "Event Hooks", since: 1, reason: name }],
				},
			},
			rules: [{ name, loaded: { priority: "Error", feed: "System Log" }, figures: undefined }],
		});
	};
	const plain = page("plain");

	test.each([
		["a script", "<script>alert(1)</script><img src=x onerror=alert(1)>"],
		["the end of an attribute", `"><a href="javascript:alert(1)" onfocus=alert(1)>'x' \` {{7*7}}`],
		["the end of what it stands in", "</bdi></td></option></textarea></title>-->]]><h1>x</h1>"],
		["an address", "javascript:alert(1)//"],
		["a command", "`rm -rf /`"],
		["text that runs backwards", "\u202eexe.gnp\u2066\u0000\u2028\ud800"],
	])("%s", (_, name) => {
		const html = page(name);
		// What cannot be seen is no name to propose.
		const unproposed = (text: string) => text.replace(/<datalist.*?<\/datalist>/s, "");
		expect(structureOf(unproposed(html))).toEqual(structureOf(unproposed(plain)));
		const addresses = (text: string) =>
			tagsIn(text)
				.filter(({ attributes }) => attributes.get("class") !== "unseen")
				.map(({ attributes }) =>
					["href", "src", "action", "formaction", "id", "class"].map((key) => attributes.get(key)),
				);
		expect(addresses(unproposed(html))).toEqual(addresses(unproposed(plain)));
		expect(textOf(html)).not.toContain("\u202e");
	});

	test("ten thousand letters stay a line of a table", () => {
		expect(page("W".repeat(10_000)).length).toBeLessThan(300_000);
	});
});
