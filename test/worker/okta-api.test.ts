import { exportJWK, generateKeyPair } from "jose";
import { expect, test } from "vitest";
import { OktaApi } from "../../src/okta/api/client.ts";
import { readApiAccess } from "../../src/okta/api/credentials.ts";
import { readLogPage } from "../../src/okta/system-log.ts";
import { logEvent } from "../fixtures/log-event.ts";
import { connect, ORG } from "../fixtures/okta/connect.ts";

const SCOPES = ["okta.logs.read"];

test.each(["RS256", "ES256"])(
	"Okta's API is used in workerd as elsewhere, by an app with a key for %s and DPoP",
	async (alg) => {
		const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
		const keys = [{ ...(await exportJWK(publicKey)), kid: "key-1" }];
		const { org, transport } = connect({ apps: [{ clientId: "0oa1", keys, scopes: SCOPES, dpop: true }] });
		const OKTA_PRIVATE_KEY = JSON.stringify({ ...(await exportJWK(privateKey)), kid: "key-1" });
		const settings = { OKTA_CLIENT_ID: "0oa1", OKTA_PRIVATE_KEY };
		const access = await readApiAccess(settings, { org: ORG, scopes: SCOPES, transport });
		if (!access.ok) throw new Error(JSON.stringify(access.faults));
		const api = new OktaApi({ org: ORG, authorization: access.authorization, transport });
		org.log.append(logEvent({ uuid: "one", published: new Date().toISOString() }));
		expect((await readLogPage(api, {})).events).toMatchObject([{ uuid: "one" }]);
		expect(org.calls.map(({ status }) => status)).toEqual([400, 400, 200, 200]);
	},
);
