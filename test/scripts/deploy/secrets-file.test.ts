import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { writeSecretsFile } from "../../../scripts/deploy/secrets-file.ts";
import { ROOT } from "../../fixtures/run-script.ts";

test("a file of secrets is its owner's alone, and gone when it is removed", () => {
	const file = writeSecretsFile({ OKTA_HOOK_SECRET: 'a "quoted" $secret' });
	expect(statSync(file.path).mode & 0o777).toBe(0o600);
	expect(JSON.parse(readFileSync(file.path, "utf8"))).toEqual({ OKTA_HOOK_SECRET: 'a "quoted" $secret' });
	file.remove();
	expect(existsSync(file.path)).toBe(false);
});

test.each(["throw new Error('no')", "process.exit(1)"])("it is gone, too, when the process ends by %s", (end) => {
	const script = `import { writeSecretsFile } from "./scripts/deploy/secrets-file.ts";
		process.stdout.write(writeSecretsFile({ A: "b" }).path); ${end}`;
	const args = ["--input-type=module", "-e", script];
	const { status, stdout } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
	expect(status).toBe(1);
	expect(stdout).toMatch(/secrets\.json$/);
	expect(existsSync(stdout)).toBe(false);
});
