import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const PAGES = globSync(["*.md", "docs/*.md"], { cwd: ROOT });

/** Paths of this project in code spans, and links to other pages with the headings they point at. */
const PATH = /`((?:src|scripts|test|rules|docs|\.ci)\/[\w./-]+)`/g;
const LINK = /\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g;

test.each(PAGES)("%s names files and headings that are there", (page) => {
	const text = readFileSync(join(ROOT, page), "utf8");
	const paths = [...text.matchAll(PATH)].map(([, path = ""]) => path);
	const links = [...text.matchAll(LINK)].map(([, path = "", heading]) => {
		return { file: path === "" ? page : join(dirname(page), path), heading };
	});
	expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
	expect(links.filter(({ file, heading }) => !isThere(file, heading))).toEqual([]);
});

test("what the Worker logs is in the table of its messages", () => {
	const page = readFileSync(join(ROOT, "docs/operating.md"), "utf8");
	const sources = globSync("src/**/*.{ts,tsx}", { cwd: ROOT }).map((file) => readFileSync(join(ROOT, file), "utf8"));
	const logged = sources.join("\n").matchAll(/\blog\([^"]*"(?:info|warn|error)",\s*"([^":]+)/g);
	const messages = [...new Set([...logged].map(([, message = ""]) => message))];
	expect(messages.length).toBeGreaterThan(15);
	expect(messages.filter((message) => !page.includes(`\`${message}`))).toEqual([]);
});

function isThere(file: string, heading: string | undefined): boolean {
	if (!existsSync(join(ROOT, file))) return false;
	if (heading === undefined) return true;
	const headings = readFileSync(join(ROOT, file), "utf8").matchAll(/^#+ (.*)$/gm);
	return [...headings].some(([, title = ""]) => anchorOf(title) === heading);
}

/** As GitHub makes them. */
function anchorOf(title: string): string {
	const bare = title.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, "");
	return bare.replaceAll(" ", "-");
}
