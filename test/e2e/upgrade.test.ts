import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execPath } from "node:process";
import { expect, test } from "vitest";
import { ROOT } from "../fixtures/run-script.ts";

/** What docs/operating.md has operators type to upgrade, as far as Git does it. */
function upgrade(): string {
	const [, section = ""] = readFileSync(join(ROOT, "docs/operating.md"), "utf8").split("\n## Upgrade\n");
	const [, commands = ""] = /```sh\n(.*?)```/s.exec(section) ?? [];
	return commands
		.split("\n")
		.filter((line) => line.startsWith("git "))
		.join("\n");
}

const PATHS = [".gitignore", "package.json", "rules", "scripts", "src", "wrangler.toml"];

const IDENTITY = ["-c", "user.name=Ines Duarte", "-c", "user.email=ines.duarte@example.com"];

function git(folder: string, ...args: readonly string[]): string {
	return execFileSync("git", [...IDENTITY, ...args], { cwd: folder, encoding: "utf8", stdio: "pipe" });
}

function edit(file: string, from: string, to: string): void {
	const text = readFileSync(file, "utf8");
	expect(text).toContain(from);
	writeFileSync(file, text.replace(from, to));
}

function build(folder: string): void {
	execFileSync(execPath, ["scripts/rules.ts", "build"], { cwd: folder, stdio: "pipe" });
}

test("a clone with settings and rules of one's own is upgraded by what the docs say", () => {
	const folder = mkdtempSync(join(tmpdir(), "okta-falco-upgrade-"));
	const [project, clone] = [join(folder, "project"), join(folder, "clone")];
	for (const path of PATHS) cpSync(join(ROOT, path), join(project, path), { recursive: true });
	git(project, "init", "--quiet", "--initial-branch", "main");
	git(project, "add", ".");
	git(project, "commit", "--quiet", "--message", "A release");
	git(folder, "clone", "--quiet", project, clone);
	for (const each of [project, clone]) symlinkSync(join(ROOT, "node_modules"), join(each, "node_modules"));

	edit(
		join(clone, "wrangler.toml"),
		'FALCOSIDEKICK_URL = ""',
		'FALCOSIDEKICK_URL = "https://falcosidekick.example.com/"',
	);
	edit(join(clone, "rules/falco.yaml"), "  - okta_rules.yaml\n", "  - okta_rules.yaml\n  - mine.yaml\n");
	const rule = {
		rule: "Mine",
		desc: "Mine.",
		condition: "okta.evt.type = zone.update",
		output: "a zone",
		priority: "NOTICE",
	};
	writeFileSync(join(clone, "rules/mine.yaml"), JSON.stringify([{ ...rule, source: "okta" }]));
	git(clone, "add", "wrangler.toml", "rules");
	git(clone, "commit", "--quiet", "--message", "What is ours");
	build(clone);

	edit(join(project, "rules/okta_rules.yaml"), "priority: NOTICE", "priority: ERROR");
	build(project);
	git(project, "commit", "--quiet", "--all", "--message", "The next release");

	const { PATH = "", HOME = "" } = process.env;
	const identity = { GIT_COMMITTER_NAME: "Ines Duarte", GIT_COMMITTER_EMAIL: "ines.duarte@example.com" };
	execFileSync("sh", ["-ec", upgrade()], { cwd: clone, env: { PATH, HOME, ...identity }, stdio: "pipe" });
	build(clone);
	expect(git(clone, "log", "--format=%s").trim().split("\n")).toEqual([
		"What is ours",
		"The next release",
		"A release",
	]);
	expect(readFileSync(join(clone, "wrangler.toml"), "utf8")).toContain("https://falcosidekick.example.com/");
	const built = JSON.parse(readFileSync(join(clone, "src/generated/rules.json"), "utf8"));
	expect(built.rules.at(-1)).toMatchObject({ name: "Mine" });
	const theirs = JSON.parse(readFileSync(join(project, "src/generated/rules.json"), "utf8"));
	expect(built.rules.slice(0, -1)).toEqual(theirs.rules);
});
