import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { argv } from "node:process";
import { buildSync } from "esbuild";
import { SHAPES, type Shape } from "../src/status/shapes.ts";
import type { Tone } from "../src/status/trouble.ts";

const ROOT = join(import.meta.dirname, "..");
const BROWSER = join(ROOT, "src", "status", "browser");

/** Where wrangler.toml, `[assets]`, says that the Worker's static assets are. */
const ASSETS = join(ROOT, "dist", "assets");

/** Below it, as in the page's addresses of them. */
const PLACE = "status/assets";

/** The page's script is for browsers of the last years; without it the page works in any. */
const TARGET = ["es2022", "chrome111", "firefox113", "safari16.4"];

/** What Cloudflare sends along with each of them (Workers, static assets, "Headers"). */
const HEADERS = `/${PLACE}/*
  X-Content-Type-Options: nosniff
  Cross-Origin-Resource-Policy: same-origin
  Referrer-Policy: no-referrer
`;

/** The tab's icon, by the tone of the headline: what can be told apart in a row of tabs, by day and by night. */
const COLOURS: Record<Tone, string> = { good: "#1f8a4c", calm: "#3f74c0", warn: "#d68a00", bad: "#d22730" };

/**
 * Builds the status page's script, styles and icons into a folder of assets. Written only on change, for those who watch it.
 * Throws esbuild's own error.
 */
export function buildPage(folder: string = ASSETS): void {
	const { outputFiles } = buildSync({
		absWorkingDir: ROOT,
		entryPoints: [join(BROWSER, "status.ts"), join(BROWSER, "status.css")],
		outdir: BROWSER,
		write: false,
		bundle: true,
		minify: true,
		format: "esm",
		target: TARGET,
		legalComments: "none",
		logLevel: "warning",
	});
	for (const { path, text } of outputFiles) write(join(folder, PLACE, basename(path)), text);
	for (const [tone, colour] of Object.entries(COLOURS)) {
		write(join(folder, PLACE, `${tone}.svg`), iconOf(SHAPES[tone as Tone], colour));
	}
	write(join(folder, "_headers"), HEADERS);
}

function iconOf({ outline, mark }: Shape, colour: string): string {
	const line = `fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"`;
	const paths = `<path fill="${colour}" d="${outline}"/><path ${line} d="${mark}"/>`;
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">${paths}</svg>\n`;
}

function write(path: string, text: string): void {
	if (existsSync(path) && readFileSync(path, "utf8") === text) return;
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, text);
}

if (import.meta.filename === argv[1]) buildPage();
