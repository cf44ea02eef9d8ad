import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";

// Each run starts a process, on machines that may have more to do.
vi.setConfig({ testTimeout: 30_000 });

export const PROGRAM = join(import.meta.dirname, "../../../scripts/rules.ts");

export interface Run {
	readonly status: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** Runs `rules …` in a directory of its own that holds the files; tells what came out. */
export function runRules(
	args: readonly string[],
	{
		files = {},
		folders = {},
		input = "",
		env = {},
	}: {
		files?: Record<string, string | Uint8Array>;
		folders?: Record<string, Record<string, string>>;
		input?: string;
		env?: Record<string, string>;
	} = {},
): Run & { readonly directory: string } {
	const directory = mkdtempSync(join(tmpdir(), "rules-"));
	for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
	for (const [folder, inside] of Object.entries(folders)) {
		mkdirSync(join(directory, folder));
		for (const [name, text] of Object.entries(inside)) writeFileSync(join(directory, folder, name), text);
	}
	const inherited = { ...process.env };
	for (const name of ["npm_lifecycle_event", "INIT_CWD", "OKTA_ORG_URL", "CI", "FORCE_COLOR"]) delete inherited[name];
	const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
		cwd: directory,
		encoding: "utf8",
		input,
		env: { ...inherited, NO_COLOR: "1", ...env },
	});
	return { status, stdout, stderr, directory };
}

export const LOCKED = `
- rule: locked
  desc: d
  condition: okta.evt.type = user.account.lock
  output: "%okta.actor.name of %okta.org"
  priority: notice
  source: okta
  tags: [b, a]
- rule: anything
  desc: d
  condition: okta.evt.type exists
  output: "%evt.num %evt.reltime.s"
  priority: debug
  source: okta
  enabled: false
- rule: of Ada
  desc: d
  condition: okta.actor.name = Ada
  output: o
  priority: warning
  source: okta
`;

export const CONFIG = "rules_files: [rules.yaml]\nrule_matching: all\nwebserver: {enabled: true}\n";

export function event(name: string, minute: number): string {
	const published = `2026-05-04T08:0${minute}:00Z`;
	return JSON.stringify({ uuid: name, eventType: "user.account.lock", published, actor: { displayName: name } });
}
