import { showTimes } from "./times.ts";

/** What became of a part of the page that was got anew. */
export interface Change {
	readonly before: Element;
	readonly after: Element;
}

/** What the server sent of each region; the page's own has local times in it, and may be unfolded. */
const sent = new WeakMap<Element, string>();

/** How long somebody has for what they have selected, in milliseconds: a page that is left open has to go on. */
const SELECTION_KEPT = 60_000;

let selectedAt = 0;

function regionsIn(page: ParentNode): HTMLElement[] {
	return [...page.querySelectorAll<HTMLElement>("[data-region]")];
}

/** Remembers what the regions are like before anything is done to them, and from now on when something is selected. */
export function rememberRegions(): void {
	document.addEventListener("selectionchange", () => {
		selectedAt = Date.now();
	});
	for (const region of regionsIn(document)) sent.set(region, region.outerHTML);
}

/**
 * Puts the regions of a later page in place of those that differ. Somebody who reads with the keyboard, has unfolded,
 * scrolled or, a minute ago at most, selected something keeps that; `mayKeep` says whether a selection is reason enough to
 * wait.
 */
export function replaceRegions(later: Document, mayKeep: boolean): Change[] {
	return regionsIn(document).flatMap((before) => {
		const found = later.getElementById(before.id);
		if (found === null || found.outerHTML === sent.get(before) || (mayKeep && isSelected(before))) return [];
		const after = document.importNode(found, true);
		sent.set(after, found.outerHTML);
		const restore = keepPlace(before, after);
		before.replaceWith(after);
		showTimes(after);
		restore();
		return [{ before, after }];
	});
}

function isSelected(region: Element): boolean {
	if (Date.now() - selectedAt > SELECTION_KEPT) return false;
	const selection = getSelection();
	return selection !== null && !selection.isCollapsed && selection.containsNode(region, true);
}

/** Takes over what is unfolded. Gives a function that, once the region is in the page, takes over the rest. */
function keepPlace(before: Element, after: Element): () => void {
	for (const open of before.querySelectorAll("details[open][id]")) {
		after.querySelector(`details[id="${CSS.escape(open.id)}"]`)?.setAttribute("open", "");
	}
	const scrolls = [...before.querySelectorAll(".scroll")].map(({ scrollLeft, scrollTop }) => [scrollLeft, scrollTop]);
	const focused =
		document.activeElement !== null && before.contains(document.activeElement) ? document.activeElement : undefined;
	const key = focused && keyOf(focused);
	return () => {
		for (const [index, scroll] of [...after.querySelectorAll(".scroll")].entries()) {
			const [left = 0, top = 0] = scrolls[index] ?? [];
			scroll.scrollTo({ left, top, behavior: "instant" });
		}
		if (focused !== undefined) focusOn(after, key);
	};
}

const FOCUSABLE = "a[href], button, summary, [tabindex]";

/** Goes where the focus was; to the region itself where that is gone. */
function focusOn(region: Element, key: string | undefined): void {
	const same = [...region.querySelectorAll<HTMLElement>(FOCUSABLE)].find((element) => keyOf(element) === key);
	const target = same ?? (region as HTMLElement);
	if (same === undefined) target.tabIndex = -1;
	target.focus({ preventScroll: true });
}

/** What tells an element from the others of a region, before and after. */
function keyOf(element: Element): string {
	const { tagName } = element;
	if (element instanceof HTMLAnchorElement) return `${tagName} ${element.getAttribute("href")}`;
	if (element instanceof HTMLButtonElement) {
		return `${tagName} ${element.getAttribute("formaction") ?? element.form?.getAttribute("action")} ${element.value}`;
	}
	return `${tagName} ${element.parentElement?.id} ${element.getAttribute("aria-label")}`;
}
