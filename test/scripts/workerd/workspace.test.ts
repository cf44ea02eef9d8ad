import { once } from "node:events";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execPath } from "node:process";
import { expect, test } from "vitest";
import { Workspace } from "../../../scripts/workerd/workspace.ts";

test("nothing is left when it is closed: no folder, no process", async () => {
	const workspace = new Workspace();
	const folder = workspace.folder("a", "b");
	writeFileSync(join(folder, "file"), "text");
	const sleeper = workspace.spawn(execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
	await once(sleeper, "spawn");
	const ended = once(sleeper, "exit");
	workspace.close();
	expect(await ended).toEqual([null, "SIGKILL"]);
	expect(existsSync(workspace.path)).toBe(false);
});

test("a folder is made once, and is for its owner only", () => {
	const workspace = new Workspace();
	expect(workspace.folder("a")).toBe(workspace.folder("a"));
	expect(statSync(workspace.path).mode & 0o077).toBe(0);
	workspace.close();
});
