import { expect, test } from "vitest";
import { readDeployArguments } from "../../../scripts/deploy/deploy-arguments.ts";

test.each([
	[[], { isDry: false, hasSecretsFile: false, config: undefined, which: [] }],
	[["--dry-run", "--outdir", "dist"], { isDry: true, which: [] }],
	[["--dry-run=false"], { isDry: false }],
	[["--name", "two", "-e", "staging"], { which: ["--name", "two", "--env", "staging"] }],
	[["--name=two", "--config=other.toml"], { config: "other.toml", which: ["--name", "two", "--config", "other.toml"] }],
	[["-c", "other.toml"], { config: "other.toml", which: ["--config", "other.toml"] }],
	[["--secrets-file", "x"], { hasSecretsFile: true, which: [] }],
	[["--secrets-file=x"], { hasSecretsFile: true }],
	[["--name"], { which: [] }],
	[["--message", "a=b"], { which: [] }],
])("%j are read, and are all Wrangler's", (all, expected) => {
	expect(readDeployArguments(all)).toMatchObject({ all, ...expected });
});
