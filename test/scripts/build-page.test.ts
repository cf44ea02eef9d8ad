import { globSync, mkdtempSync, readFileSync, statSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { buildPage } from "../../scripts/build-page.ts";

const folder = mkdtempSync(join(tmpdir(), "build-page-"));

buildPage(folder);
const files = globSync("**/*.*", { cwd: folder }).sort();
const text = (name: string) => readFileSync(join(folder, name), "utf8");

test("the page's script, styles and icons are built, and the headers they come with", () => {
	expect([...files, "_headers"]).toEqual([
		...["bad.svg", "calm.svg", "good.svg", "status.css", "status.js", "warn.svg"].map(
			(name) => `status/assets/${name}`,
		),
		"_headers",
	]);
	expect(text("_headers")).toContain("/status/assets/*\n  X-Content-Type-Options: nosniff");
});

test("the script makes no code of text, and loads nothing from elsewhere", () => {
	const script = text("status/assets/status.js");
	expect(script).not.toMatch(/\beval\(|new Function|innerHTML|document\.write|import\(/);
	expect(script).not.toMatch(/https?:\/\//);
	expect(gzipSync(script).length).toBeLessThan(40_000);
});

test("styles load nothing", () => {
	expect(text("status/assets/status.css")).not.toMatch(/@import|url\(/);
});

test("what is current is not written again", () => {
	const script = join(folder, "status/assets/status.js");
	utimesSync(script, 1, 1);
	buildPage(folder);
	expect(statSync(script).mtimeMs).toBe(1_000);
});
