import process from "node:process";
import { messageOf } from "../../src/message-of.ts";
import { OktaApi } from "../../src/okta/api/client.ts";
import { readApiAccess } from "../../src/okta/api/credentials.ts";
import { Transport } from "../../src/okta/api/transport.ts";
import { orgUrl, unlessEmpty } from "../option-values.ts";
import { tell } from "./command.ts";

/** How long the rate limits that one request meets are waited for, in milliseconds. */
const PATIENCE = 180_000;

/**
 * The org's API, as the environment opens it: OKTA_API_TOKEN, or OKTA_CLIENT_ID and OKTA_PRIVATE_KEY. The org is the one
 * given, or else wrangler.toml's.
 * @throws Error that says what is missing
 */
export async function connect(given: URL | undefined, scopes: readonly string[]): Promise<OktaApi> {
	const org = given ?? (await configuredOrg());
	const transport = new Transport({ patience: PATIENCE, onWait });
	const access = await readApiAccess(process.env, { org, scopes, transport });
	if (access.ok) return new OktaApi({ org, authorization: access.authorization, transport });
	throw new Error(access.faults.map(({ name, fault }) => `${name} ${fault}`).join("; "));
}

function onWait(milliseconds: number): void {
	tell(`Okta's rate limit is reached: waiting for ${Math.ceil(milliseconds / 1_000)} s`);
}

async function configuredOrg(): Promise<URL> {
	// Wrangler takes its time to load.
	const [{ readEnvironment }, { ROOT }] = await Promise.all([
		import("../doctor/environment.ts"),
		import("../wrangler/run-wrangler.ts"),
	]);
	const org = orgOf(String(readEnvironment(ROOT).variables.OKTA_ORG_URL ?? ""));
	if (org !== undefined) return org;
	throw new Error("The org's address is needed: give --org https://acme.okta.com, or set OKTA_ORG_URL.");
}

function orgOf(text: string): URL | undefined {
	try {
		return unlessEmpty(orgUrl)(text);
	} catch (error) {
		throw new Error(`OKTA_ORG_URL of wrangler.toml: ${messageOf(error)}`);
	}
}
