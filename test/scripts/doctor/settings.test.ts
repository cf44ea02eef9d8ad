import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { describe, expect, test } from "vitest";
import { checkDeployedVariables, checkLocalSettings } from "../../../scripts/doctor/settings.ts";
import { settingNames } from "../../../src/worker/settings.ts";
import { environment, statesOf } from "./folder.ts";

const SECRET = "a-secret-of-the-hook-of-forty-characters";

describe("settings of this machine", () => {
	const VARIABLES = '[vars]\nOKTA_ORG_URL = "https://acme.okta.com"\nFALCOSIDEKICK_URL = "http://127.0.0.1:2801/"\n';

	test("are wrangler.toml's, with .dev.vars over them", () => {
		const findings = checkLocalSettings(environment(VARIABLES, { OKTA_HOOK_SECRET: SECRET, ADMIN_TOKEN: SECRET }));
		expect(statesOf(findings)).toEqual(["settings ok"]);
	});

	test("are told with all their faults, and without their values", () => {
		const findings = checkLocalSettings(
			environment(VARIABLES, { OKTA_HOOK_SECRET: "hunter2", FALCOSIDEKICK_HEADERS: "hunter2", ADMIN_TOKEN: SECRET }),
		);
		expect(statesOf(findings)).toEqual(["OKTA_HOOK_SECRET failed", "FALCOSIDEKICK_HEADERS failed"]);
		expect(JSON.stringify(findings)).not.toContain("hunter2");
	});

	test("have to be there", () => {
		expect(checkLocalSettings(environment(VARIABLES))).toMatchObject([
			{ name: ".dev.vars", state: "failed", todo: "cp .dev.vars.example .dev.vars" },
		]);
	});

	test("may be misspelt", () => {
		const devVars = { OKTA_HOOK_SECRET: SECRET, ADMIN_TOKEN: SECRET, OKTA_HOK_HEADER: "X-Okta" };
		expect(checkLocalSettings(environment(VARIABLES, devVars))).toMatchObject([
			{ state: "ok" },
			{ name: "OKTA_HOK_HEADER", state: "note", found: expect.stringContaining("did you mean OKTA_HOOK_HEADER?") },
		]);
	});

	test("are all in the example, and the example is in order", () => {
		const example = parseEnv(readFileSync(join(import.meta.dirname, "../../../.dev.vars.example"), "utf8"));
		expect(Object.keys(example).sort()).toEqual(settingNames().toSorted());
		const findings = checkLocalSettings(environment("", example as Record<string, string>));
		expect(findings.filter(({ state }) => state === "failed")).toEqual([]);
	});

	test("may work and still want a word", () => {
		const findings = checkLocalSettings(
			environment("", { OKTA_HOOK_SECRET: "change-me-".repeat(4), FALCOSIDEKICK_URL: "https://sidekick.example.com/" }),
		);
		expect(statesOf(findings)).toEqual([
			"settings ok",
			"OKTA_HOOK_SECRET note",
			"OKTA_ORG_URL note",
			"ADMIN_TOKEN note",
		]);
		expect(findings.at(-1)?.todo).toContain("set it in .dev.vars");
	});

	test("need no address where there is a binding", () => {
		const toml = '[[vpc_services]]\nbinding = "FALCOSIDEKICK"\nservice_id = "1"\n';
		const bound = environment(toml, {
			OKTA_HOOK_SECRET: SECRET,
			ADMIN_TOKEN: SECRET,
			OKTA_ORG_URL: "https://acme.okta.com",
		});
		expect(statesOf(checkLocalSettings(bound))).toEqual(["settings ok"]);
	});
});

describe("variables of what is deployed", () => {
	const toml = '[vars]\nFALCOSIDEKICK_URL = ""\nALERTS_PER_SECOND = "many"\n';

	test("are told with their faults, but a secret may stand in for one", () => {
		expect(statesOf(checkDeployedVariables(environment(toml), []))).toEqual([
			"ALERTS_PER_SECOND failed",
			"FALCOSIDEKICK_URL failed",
		]);
		expect(statesOf(checkDeployedVariables(environment(toml), ["FALCOSIDEKICK_URL"]))).toEqual([
			"ALERTS_PER_SECOND failed",
		]);
		expect(statesOf(checkDeployedVariables(environment(toml), undefined))).toEqual([
			"ALERTS_PER_SECOND failed",
			"FALCOSIDEKICK_URL note",
		]);
	});

	test("have names that the Worker knows, as its secrets do", () => {
		const deployed = environment('[vars]\nOKTA_ORG_ALIAS = "login.acme.example"\n');
		expect(checkDeployedVariables(deployed, ["OKTA_HOOK_SECRET", "ADMN_TOKEN"]).slice(1)).toEqual([
			{ name: "OKTA_ORG_ALIAS", state: "note", found: expect.stringContaining("did you mean OKTA_ORG_ALIASES?") },
			{ name: "ADMN_TOKEN", state: "note", found: expect.stringContaining("did you mean ADMIN_TOKEN?") },
		]);
		expect(checkDeployedVariables(deployed, undefined).slice(1)).toMatchObject([{ name: "OKTA_ORG_ALIAS" }]);
	});

	test("are those of the file that it was deployed with", () => {
		environment(toml);
		const production =
			'[vars]\nFALCOSIDEKICK_URL = ""\n[[vpc_services]]\nbinding = "FALCOSIDEKICK"\nservice_id = "1"\n';
		const deployed = environment(production, undefined, "wrangler.production.toml");
		expect(statesOf(checkDeployedVariables(deployed, []))).toEqual(["variables ok"]);
		const unset = environment(toml, undefined, "wrangler.production.toml");
		expect(checkDeployedVariables(unset, undefined)).toContainEqual(
			expect.objectContaining({ todo: "unless it is a secret, set it in wrangler.production.toml" }),
		);
	});
});
