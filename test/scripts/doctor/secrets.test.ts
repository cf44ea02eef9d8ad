import { expect, test } from "vitest";
import { checkSecrets } from "../../../scripts/doctor/secrets.ts";
import { environment, statesOf } from "./folder.ts";

const toml = '[secrets]\nrequired = ["OKTA_HOOK_SECRET"]\n';

test.each<[string, readonly string[] | undefined, string[]]>([
	["nothing is known of them", undefined, ["secrets skipped"]],
	["there is none", [], ["OKTA_HOOK_SECRET failed"]],
	["there is one that lets Okta in", ["OKTA_HOOK_SECRET"], ["secrets ok"]],
	["tokens let Okta in, but the secret is required", ["OKTA_HOOK_JWKS"], ["secrets ok", "OKTA_HOOK_SECRET failed"]],
])("secrets of what is deployed: %s", (_, secrets, expected) => {
	expect(statesOf(checkSecrets(secrets, environment(toml)))).toEqual(expected);
});

test("a secret is to be put where the Worker's configuration says", () => {
	expect(checkSecrets([], environment(toml))).toMatchObject([{ todo: "npx wrangler secret put OKTA_HOOK_SECRET" }]);
	expect(checkSecrets([], environment(toml, undefined, "wrangler.production.toml"))).toMatchObject([
		{ todo: "npx wrangler secret put OKTA_HOOK_SECRET --config wrangler.production.toml" },
	]);
});
