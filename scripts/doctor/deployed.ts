import { randomBytes } from "node:crypto";
import { z } from "zod";
import { type Finding, PATIENCE, reasonOf } from "./finding.ts";

interface Probe {
	readonly name: string;
	readonly path: string;
	readonly init?: RequestInit;
	/** How it is, from the answer. */
	readonly judge: (response: { readonly status: number; readonly body: string }) => Omit<Finding, "name">;
}

const CHALLENGE = randomBytes(16).toString("hex");

const refused = (what: string) => (response: { readonly status: number; readonly body: string }) => {
	const { status, body } = response;
	if (status === 401 && !body.includes(CHALLENGE)) return { state: "ok", found: `${what} is refused` } as const;
	if (status === 503) return { state: "failed", found: "the hook's settings are wrong: nothing is taken" } as const;
	const todo = "deploy this Worker anew, and look at what stands before it";
	return { state: "failed", found: `${what} is answered with ${status}, not refused with 401`, todo } as const;
};

const HEALTH = z.object({ status: z.string() });

/** What anybody can ask of a Worker. None of it stores anything. */
const PROBES: readonly Probe[] = [
	{
		name: "health",
		path: "/healthz",
		judge: ({ status, body }) => {
			if (status === 200 && isHealth(body)) return { state: "ok", found: "all is well with it" };
			if (status === 503 && isHealth(body)) {
				const todo = "npx wrangler tail, or GET /admin/status with ADMIN_TOKEN: they say what";
				return { state: "failed", found: "something is wrong with it", todo };
			}
			return {
				state: "failed",
				found: `/healthz is answered with ${status}, not as this Worker does`,
				todo: "look at --url",
			};
		},
	},
	{
		name: "a challenge without the secret",
		path: "/okta/events",
		init: { headers: { "X-Okta-Verification-Challenge": CHALLENGE } },
		judge: refused("it"),
	},
	{
		// Not a delivery, though it is let in by the same: of those that are refused the Worker tells as of Okta's own.
		name: "a challenge with a wrong secret",
		path: "/okta/events",
		init: {
			headers: { "X-Okta-Verification-Challenge": CHALLENGE, Authorization: randomBytes(48).toString("base64") },
		},
		judge: refused("it"),
	},
	{
		name: "the operators' doors without a token",
		path: "/admin/status",
		judge: ({ status }) => {
			if (status === 401) return { state: "ok", found: "are shut" };
			if (status === 404)
				return { state: "note", found: "are not there: neither ADMIN_TOKEN nor Cloudflare Access is set" };
			if (status >= 300 && status < 400) return { state: "ok", found: "are behind a login page" };
			return {
				state: "failed",
				found: `are answered with ${status}`,
				todo: "take the Worker off its routes until that is clear",
			};
		},
	},
];

function isHealth(body: string): boolean {
	try {
		return HEALTH.safeParse(JSON.parse(body)).success;
	} catch {
		return false;
	}
}

/** Asks a deployed Worker, or one that `npm run dev` runs, whether it is well and keeps strangers out. */
export async function checkDeployed(url: URL): Promise<Finding[]> {
	return Promise.all(
		PROBES.map(async ({ name, path, init = {}, judge }): Promise<Finding> => {
			try {
				const signal = AbortSignal.timeout(PATIENCE);
				const response = await fetch(new URL(path, url), { ...init, redirect: "manual", signal });
				return { name, ...judge({ status: response.status, body: await response.text() }) };
			} catch (error) {
				return {
					name,
					state: "failed",
					found: `${url.origin} cannot be reached: ${reasonOf(error)}`,
					todo: "look at --url",
				};
			}
		}),
	);
}
