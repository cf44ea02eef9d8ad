import { existsSync } from "node:fs";
import process from "node:process";

/** Where Debian, other Linux distributions and macOS put it. */
const USUAL = [
	"/usr/bin/chromium",
	"/usr/bin/google-chrome",
	"/usr/bin/chromium-browser",
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
	"/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Said where there is none. */
export const NO_CHROMIUM =
	"There is no Chromium here, so the browser tests are skipped. `apt-get install chromium` has one; CHROMIUM=/path/to/it tells of another.";

/** The browser to test with: the one that CHROMIUM names, or one in a usual place. Throws when CHROMIUM names none. */
export function findChromium(): string | undefined {
	const named = process.env.CHROMIUM;
	if (!named) return USUAL.find(existsSync);
	if (!existsSync(named)) throw new Error(`CHROMIUM is set to ${named}, and there is no such file.`);
	return named;
}

/** Chromium's sandbox does not let root use it. */
export function chromiumArguments(): string[] {
	return process.getuid?.() === 0 ? ["--no-sandbox"] : [];
}
