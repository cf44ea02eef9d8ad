import axe from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";

/** Findings that keep somebody from using a page, or nearly. */
const GRAVE: readonly (string | null | undefined)[] = ["serious", "critical"];

interface Look {
	/** A selector of the part to look at; all of the page unless told. */
	readonly part?: string;
	/** In pixels. */
	readonly widths?: readonly number[];
}

/** Has axe look at a page as it is now: by day and by night, on a phone and on a desk. */
export async function expectAccessible(page: Page, { part = "html", widths = [360, 1280] }: Look = {}): Promise<void> {
	await page.waitForLoadState();
	await page.evaluate(axe.source);
	for (const width of widths) {
		await page.setViewportSize({ width, height: 800 });
		for (const colorScheme of ["light", "dark"] as const) {
			await page.emulateMedia({ colorScheme });
			expect(await graveFindings(page, part), `${page.url()} in ${colorScheme}, ${width} px wide`).toEqual([]);
		}
	}
}

async function graveFindings(page: Page, part: string) {
	const { violations } = await page.evaluate(
		(selector) =>
			(globalThis as unknown as { readonly axe: typeof axe }).axe.run(selector, { resultTypes: ["violations"] }),
		part,
	);
	return violations
		.filter(({ impact }) => GRAVE.includes(impact))
		.map(({ id, help, nodes }) => ({
			id,
			help,
			at: nodes.map((node) => [node.target.join(" "), node.failureSummary]),
		}));
}
