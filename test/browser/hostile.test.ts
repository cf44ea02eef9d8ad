import { expect } from "vitest";
import { isJsonObject } from "../../src/okta/log-event.ts";
import { happens, RULES } from "./happenings.ts";
import { deliver, test, type Visitor } from "./visit.ts";

/** What an Okta user may call themselves. Were any of it more than text, `hostile` would be set. */
const NAMES: readonly (readonly [string, string])[] = [
	[
		"markup",
		[
			"<script>hostile = 1</script><img src=x onerror='hostile = 1'><svg onload=hostile=1>",
			`"><a href="javascript:hostile=1" onfocus=hostile=1 autofocus>'x\\' \` {{7*7}}`,
			"</bdi></td></table></pre></script></title></textarea>-->]]><h1>hostile</h1>",
		].join(""),
	],
	["an address", "javascript:hostile=1//"],
	["text that runs backwards", "\u202eexe.gnp\u2066\u200f\u0000\u0007\u2028\u0085\ud800"],
	["ten thousand letters", "W".repeat(10_000)],
	["ten thousand marks on one letter", `a${"\u0489".repeat(10_000)}`],
	["ten thousand lines", "\n".repeat(10_000)],
];

/** An event in which a text stands everywhere but where Okta itself decides what stands there. */
function eventNaming(text: string): Record<string, unknown> & { readonly uuid: string } {
	const kept: readonly string[] = ["uuid", "published", "eventType", "version", "severity"];
	const put = (value: unknown): unknown => {
		if (typeof value === "string" || value === null) return text;
		if (Array.isArray(value)) return value.map(put);
		if (!isJsonObject(value)) return value;
		return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, put(member)]));
	};
	const event = happens("report", "nobody");
	const members = Object.entries(event).map(([name, value]) => [name, kept.includes(name) ? value : put(value)]);
	return { ...Object.fromEntries(members), uuid: event.uuid };
}

const WIDTHS = [360, 1280];

/** What must be so on a page whatever the names on it are. */
async function expectHarmless({ page }: Visitor, what: string) {
	// With its styles.
	await page.waitForLoadState();
	const found = await page.evaluate(() => {
		const all = [...document.querySelectorAll("body *")];
		const addressed = ["href", "src", "action", "formaction"];
		return {
			hostile: "hostile" in globalThis,
			headings: all.filter(({ tagName, textContent }) => tagName === "H1" && textContent === "hostile").length,
			addresses: all
				.flatMap((element) => addressed.map((name) => element.getAttribute(name) ?? "/"))
				.filter((address) => !/^[/#]/.test(address)),
			handlers: all.flatMap((element) => element.getAttributeNames()).filter((name) => name.startsWith("on")),
		};
	});
	expect(found, what).toEqual({ hostile: false, headings: 0, addresses: [], handlers: [] });
	for (const width of WIDTHS) {
		await page.setViewportSize({ width, height: 800 });
		expect(await page.evaluate(tooWide), `${what}, ${width} px wide`).toEqual([]);
	}
}

/** Some of the elements by which the page is wider than its window, if it is. */
function tooWide(): string[] {
	const { scrollWidth, clientWidth } = document.documentElement;
	if (scrollWidth <= clientWidth) return [];
	const isCut = (element: Element | null): boolean =>
		element !== null && (getComputedStyle(element).overflowX !== "visible" || isCut(element.parentElement));
	const isWide = (element: Element) =>
		element.getBoundingClientRect().right > clientWidth && !isCut(element.parentElement);
	const wide = [...document.querySelectorAll("body *")].filter(isWide);
	return ["the page", ...wide.slice(0, 5).map(({ tagName, className }) => `${tagName}.${className}`)];
}

test("every name is text, whatever it is, and fits on a phone", async ({ visitor }) => {
	const { page } = visitor;
	const latest = page.getByRole("table", { name: /^The latest alerts/ });
	await visitor.enter();
	await page.getByText("Live", { exact: true }).waitFor();
	for (const [what, name] of NAMES) {
		const event = eventNaming(name);
		const link = latest.locator(`a[href*="${event.uuid}"]`);
		await deliver(event);
		await link.waitFor();
		await expectHarmless(visitor, what);

		await link.click();
		await page.getByRole("heading", { level: 1, name: RULES.report.rule }).waitFor();
		await expectHarmless(visitor, `${what}, on its own page`);
		await page.getByRole("link", { name: "Status" }).click();
		await page.getByText("Live", { exact: true }).waitFor();
	}
	await expectHarmless(visitor, "all of them, loaded anew");
});
