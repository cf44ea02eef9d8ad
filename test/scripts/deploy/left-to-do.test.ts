import { expect, test } from "vitest";
import { type Deployment, leftToDo, taskLines } from "../../../scripts/deploy/left-to-do.ts";

const DEPLOYMENT: Deployment = {
	config: "wrangler.toml",
	variables: { FALCOSIDEKICK_URL: "https://falcosidekick.example.com/", OKTA_ORG_URL: "https://acme.okta.com" },
	isBound: false,
	secrets: { kind: "known", names: new Set(["OKTA_HOOK_SECRET", "ADMIN_TOKEN", "OKTA_API_TOKEN"]) },
	url: new URL("https://okta-falco.example.com"),
	which: [],
	isPushed: true,
};

function todo(changes: Partial<Deployment>): string[] {
	return leftToDo({ ...DEPLOYMENT, ...changes }).map((task) => task.todo);
}

const names = (...all: string[]) => ({ kind: "known", names: new Set(all) }) as const;

test.each<[string, Partial<Deployment>, string[]]>([
	["nothing, when all is there", {}, []],
	[
		"where alerts go, and whose events are taken",
		{ variables: { FALCOSIDEKICK_URL: " ", OKTA_ORG_URL: "" } },
		["wrangler.toml, [vars]: FALCOSIDEKICK_URL", "wrangler.toml, [vars]: OKTA_ORG_URL"],
	],
	[
		"in the file that it was deployed with",
		{ config: "wrangler.production.toml", variables: {} },
		["wrangler.production.toml, [vars]: FALCOSIDEKICK_URL", "wrangler.production.toml, [vars]: OKTA_ORG_URL"],
	],
	["not where alerts go, when a binding says so", { variables: { OKTA_ORG_URL: "x" }, isBound: true }, []],
	[
		"not where alerts go, when a secret says so",
		{
			variables: { OKTA_ORG_URL: "x" },
			secrets: names("FALCOSIDEKICK_URL", "OKTA_HOOK_JWKS", "ADMIN_TOKEN", "OKTA_CLIENT_ID"),
		},
		[],
	],
	[
		"the secrets that are missing, for the Worker that is meant",
		{ secrets: names(), which: ["--name", "two"] },
		[
			"npx wrangler secret put OKTA_HOOK_SECRET --name two",
			"npx wrangler secret put ADMIN_TOKEN --name two",
			"npx wrangler secret put OKTA_API_TOKEN --name two",
		],
	],
	["nothing about secrets that are not known", { secrets: { kind: "unknown", reason: "" } }, []],
	["the hook", { isPushed: false }, ["npm run hook -- register --url https://okta-falco.example.com/okta/events"]],
	[
		"the hook, somewhere",
		{ isPushed: false, url: undefined },
		["npm run hook -- register --url https://<the Worker>/okta/events"],
	],
])("left to do is %s", (_, changes, expected) => {
	expect(todo(changes)).toEqual(expected);
});

test("each task is told with its reason", () => {
	expect(taskLines([{ todo: "this", reason: "because" }])).toEqual(["  this", "      because"]);
});
