import { execFile } from "node:child_process";
import { execPath } from "node:process";
import { promisify } from "node:util";
import type { Finding } from "./finding.ts";

/** Whether the rules load and what is deployed with the Worker was built from them. */
export async function checkRules(folder: string): Promise<Finding> {
	try {
		await promisify(execFile)(execPath, ["scripts/rules.ts", "build", "--check"], { cwd: folder });
		return { name: "rules", state: "ok", found: "are built, and current" };
	} catch (error) {
		const told = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
		const found = told.split("\n").at(-1) ?? "";
		return { name: "rules", state: "failed", found, todo: "npm run rules -- check, then npm run rules -- build" };
	}
}
