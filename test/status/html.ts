/** Reading HTML that our own views wrote: each attribute stands between double quotes, or alone. */

export interface Tag {
	readonly name: string;
	readonly attributes: ReadonlyMap<string, string>;
}

const TAG = /<([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*\/?>/g;
const ATTRIBUTE = /([a-z-]+)(?:="([^"]*)")?/g;

export function tagsIn(html: string): Tag[] {
	return [...html.matchAll(TAG)].map(([, name = "", attributes = ""]) => ({
		name,
		attributes: new Map([...attributes.matchAll(ATTRIBUTE)].map(([, key = "", value = ""]) => [key, value])),
	}));
}

/** Tags and their attributes' names, without those that name what does not show. */
export function structureOf(html: string): string[] {
	return tagsIn(html)
		.filter(({ attributes }) => attributes.get("class") !== "unseen")
		.map(({ name, attributes }) => [name, ...attributes.keys()].join(" "));
}

/** Text as readers have it. */
export function textOf(html: string): string {
	const named: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', "#39": "'" };
	return html
		.replace(/<[^>]*>/g, "")
		.replace(/&(lt|gt|amp|quot|#39);/g, (_, name: string) => named[name] ?? "")
		.replace(/\s+/g, " ");
}
