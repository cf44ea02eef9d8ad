/** Whether a client's failure is logged: always, for the last time in a while, or no more. */
export type Hearing = "logged" | "last" | "muted";

/** As in wrangler.toml, `[[ratelimits]]`: the period of FAILED_AUTHENTICATIONS, in milliseconds. */
export const WINDOW = 60_000;

/** Clients that an isolate remembers; the one that came first is forgotten first. */
const CLIENTS_MAX = 1_000;

const mutedUntil = new Map<string, number>();

/**
 * Counts a client's failed authentication by the binding, where there is one, and tells whether it is worth a line in the
 * log. Who fails too often is let in all the same once the secret is right: Okta sends for all its customers from
 * the same addresses, so whoever has an org of their own could else keep this org's events out.
 */
export async function hearingOf(limiter: RateLimit | undefined, client: string, now: number): Promise<Hearing> {
	const until = mutedUntil.get(client);
	if (until !== undefined && now < until) return "muted";
	if (limiter === undefined || (await isWithin(limiter, client))) return "logged";
	mutedUntil.delete(client);
	mutedUntil.set(client, now + WINDOW);
	const [oldest] = mutedUntil.keys();
	if (mutedUntil.size > CLIENTS_MAX && oldest !== undefined) mutedUntil.delete(oldest);
	return "last";
}

async function isWithin(limiter: RateLimit, client: string): Promise<boolean> {
	try {
		return (await limiter.limit({ key: client })).success;
	} catch {
		return true;
	}
}

/** The client by its address, as Cloudflare tells it: an IPv6 network of 64 bits counts as one client. */
export function clientOf(request: Request): string {
	const address = request.headers.get("CF-Connecting-IP") ?? "unknown";
	return address.includes(":") ? network(address) : address;
}

function network(address: string): string {
	const [head = "", tail] = address.split("::");
	const groups = head.split(":").filter(Boolean);
	// What "::" leaves out are zeros; whatever stands behind it belongs to the lower half, or the address is a strange one.
	const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - groups.length - tail.split(":").length)).fill("0");
	return `${[...groups, ...zeros, ...(tail ?? "").split(":")].slice(0, 4).join(":")}::/64`;
}
