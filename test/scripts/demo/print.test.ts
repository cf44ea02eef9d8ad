import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const PRINT = join(import.meta.dirname, "../../../scripts/demo/print.ts");
const OUTPUT = "14:22:07.000000000: Warning Repeated MFA failures (user=Mal\u001b[2Jlory)";

/** What a process of its own prints of an alert, stdout being a pipe. */
function printed(environment: Record<string, string>): string {
	const alert = JSON.stringify({ priority: "Warning", output: OUTPUT });
	const script = `import { printAlert } from ${JSON.stringify(PRINT)}; printAlert(${alert});`;
	const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
	return execFileSync(process.execPath, ["--input-type=module", "--eval", script], {
		env: { ...env, ...environment },
		encoding: "utf8",
	});
}

test("an alert is its output line, without colours where there is no terminal", () => {
	expect(printed({})).toBe("14:22:07.000000000: Warning Repeated MFA failures (user=Mal[2Jlory)\n");
});

test("colours can be forced, and say how urgent it is", () => {
	expect(printed({ FORCE_COLOR: "1" })).toBe(
		"\u001b[33m14:22:07.000000000: Warning Repeated MFA failures (user=Mal[2Jlory)\u001b[39m\n",
	);
});
