/** Whether a client's failure is logged: yes, for the last time in a while, or no more. */
export type Hearing = "logged" | "last" | "muted";

/** The period of FAILED_AUTHENTICATIONS in wrangler.toml, in milliseconds. */
export const WINDOW = 60_000;

/** Clients that an isolate remembers; the one that came first is forgotten first. */
const CLIENTS_MAX = 1_000;

const mutedUntil = new Map<string, number>();

/**
 * Counts a client's failed authentication by the rate limiting binding FAILED_AUTHENTICATIONS, where there is one, and
 * tells whether it is worth a line in the log. For deliveries that is all that comes of failing often: Okta sends for all
 * its customers from the same addresses, so were a client shut out, whoever has an org could keep another org's events out.
 */
export async function hearingOf(env: object, client: string, now: number): Promise<Hearing> {
	if (isMuted(client, now)) return "muted";
	if (await isWithin(env, client)) return "logged";
	mutedUntil.delete(client);
	mutedUntil.set(client, now + WINDOW);
	const [oldest] = mutedUntil.keys();
	if (mutedUntil.size > CLIENTS_MAX && oldest !== undefined) mutedUntil.delete(oldest);
	return "last";
}

/** Whether a client has failed to authenticate more often, within the last minute, than is worth a line each time. */
export function isMuted(client: string, now: number): boolean {
	return now < (mutedUntil.get(client) ?? 0);
}

async function isWithin(env: object, key: string): Promise<boolean> {
	const { FAILED_AUTHENTICATIONS: limiter } = env as { readonly FAILED_AUTHENTICATIONS?: RateLimit };
	if (limiter === undefined) return true;
	try {
		return (await limiter.limit({ key })).success;
	} catch {
		return true;
	}
}

/** The client by its address, as Cloudflare tells it. An IPv6 network of 64 bits counts as one client. */
export function clientOf(request: Request): string {
	const address = request.headers.get("CF-Connecting-IP") ?? "unknown";
	return address.includes(":") ? network(address) : address;
}

function network(address: string): string {
	const [head = "", tail] = address.split("::");
	const groups = head.split(":").filter(Boolean);
	if (tail !== undefined)
		groups.push(...Array<string>(Math.max(0, 8 - groups.length - tail.split(":").length)).fill("0"));
	return `${groups.slice(0, 4).join(":")}::/64`;
}
