import { beforeEach, describe, expect, test, vi } from "vitest";
import { firstSecrets } from "../../../scripts/deploy/first-secrets.ts";

const NO_WORKER = { kind: "no Worker" } as const;

beforeEach(() => vi.unstubAllEnvs());

describe("the secrets of a first deployment", () => {
	test("are those that are required, from the environment", async () => {
		vi.stubEnv("OKTA_HOOK_SECRET", " the-hook's-secret\n");
		vi.stubEnv("ADMIN_TOKEN", "not-required");
		expect(await firstSecrets(["OKTA_HOOK_SECRET"], NO_WORKER, [])).toEqual({ OKTA_HOOK_SECRET: "the-hook's-secret" });
	});

	test.each([
		["OKTA_HOOK_SECRET", " (openssl rand -base64 48 makes one)"],
		["OKTA_HOOK_SECRET_2", " (openssl rand -base64 48 makes one)"],
		["ADMIN_TOKEN", " (openssl rand -base64 48 makes one)"],
		["OKTA_HOOK_JWKS", " (npm run --silent hook -- keygen --out hook-key.jwk makes one)"],
		["OKTA_API_TOKEN", ""],
	])("%s is asked for with what makes it, where anything does", async (name, hint) => {
		vi.stubEnv(name, "");
		await expect(firstSecrets([name], NO_WORKER, [])).rejects.toThrow(
			new Error(
				`The Worker needs the secret ${name}, and is not there yet: set ${name} in the environment${hint} and deploy again`,
			),
		);
	});

	test("leave alone what the Worker has", async () => {
		const secrets = { kind: "known", names: new Set(["OKTA_HOOK_SECRET"]) } as const;
		expect(await firstSecrets(["OKTA_HOOK_SECRET"], secrets, [])).toEqual({});
	});
});
