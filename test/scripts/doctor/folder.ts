import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Environment, readEnvironment } from "../../../scripts/doctor/environment.ts";
import type { Finding } from "../../../scripts/doctor/finding.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "okta-falco-doctor-"));

/** A folder with a wrangler.toml, or what else that is called, and a .dev.vars, read. */
export function environment(
	toml: string,
	devVars?: Readonly<Record<string, string>>,
	config = "wrangler.toml",
): Environment {
	writeFileSync(join(FOLDER, config), `name = "x"\ncompatibility_date = "2026-10-01"\n${toml}`);
	const lines = Object.entries(devVars ?? {}).map(([name, value]) => `${name}='${value}'\n`);
	if (devVars === undefined) rmSync(join(FOLDER, ".dev.vars"), { force: true });
	else writeFileSync(join(FOLDER, ".dev.vars"), lines.join(""));
	return readEnvironment(FOLDER, config);
}

export const statesOf = (findings: readonly Finding[]) => findings.map(({ name, state }) => `${name} ${state}`);
