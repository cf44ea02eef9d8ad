import { oktaId, type Party } from "../demo/log-event.ts";

/** Somebody at their desk: all that is the same in each of their events. */
export interface User {
	readonly party: Party;
	readonly client: object;
	readonly network: object;
	readonly session: string;
	readonly debugData: Readonly<Record<string, string>>;
}

const CITIES = [
	["Lisbon", "Lisbon", "Portugal", "1100-148", 38.7139, -9.1394],
	["Berlin", "Land Berlin", "Germany", "10115", 52.5323, 13.3846],
	["Zürich", "Zurich", "Switzerland", "8001", 47.3701, 8.5388],
	["Denver", "Colorado", "United States", "80202", 39.7525, -104.9995],
] as const;

const BROWSERS = [
	["Windows 10", "CHROME", "Windows NT 10.0; Win64; x64", "Chrome/141.0.0.0 Safari/537.36"],
	["Mac OS X", "SAFARI", "Macintosh; Intel Mac OS X 10_15_7", "Version/18.6 Safari/605.1.15"],
	["iOS (iPhone)", "MOBILE_SAFARI", "iPhone; CPU iPhone OS 18_6 like Mac OS X", "Version/18.6 Mobile/15E148"],
] as const;

/** So many users. Addresses and domains are those kept for documentation. */
export function makeUsers(count: number): User[] {
	return Array.from({ length: count }, (_, index) => makeUser(index));
}

function makeUser(index: number): User {
	const [city, state, country, postalCode, lat, lon] = CITIES[index % CITIES.length] ?? CITIES[0];
	const [os, browser, platform, version] = BROWSERS[index % BROWSERS.length] ?? BROWSERS[0];
	const alternateId = `user.${index}@example.com`;
	const ipAddress = `198.51.100.${index % 250}`;
	const geographicalContext = { city, state, country, postalCode, geolocation: { lat, lon } };
	const rawUserAgent = `Mozilla/5.0 (${platform}) AppleWebKit/537.36 (KHTML, like Gecko) ${version}`;
	return {
		party: { id: oktaId("00u", alternateId), type: "User", alternateId, displayName: `User Number ${index}` },
		client: {
			userAgent: { rawUserAgent, os, browser },
			zone: "null",
			device: browser === "MOBILE_SAFARI" ? "Mobile" : "Computer",
			id: null,
			ipAddress,
			geographicalContext,
			ipChain: [{ ip: ipAddress, geographicalContext, version: "V4", source: null }],
		},
		network: {
			asNumber: 64_496,
			asOrg: "example carrier",
			isp: "example carrier",
			domain: "example.net",
			isProxy: false,
		},
		session: oktaId("idx", alternateId, 25),
		debugData: {
			dtHash: oktaId("dt", alternateId, 40).repeat(2).slice(0, 64),
			deviceFingerprint: oktaId("fp", alternateId, 32),
			behaviors: `{${BEHAVIORS.map((name) => `${name}=NEGATIVE`).join(", ")}}`,
			risk: "{reasons=, level=LOW}",
			logOnlySecurityData: JSON.stringify({
				risk: { level: "LOW" },
				behaviors: Object.fromEntries(BEHAVIORS.map((name) => [name, "NEGATIVE"])),
			}),
		},
	};
}

const BEHAVIORS = ["New Geo-Location", "New Device", "New IP", "New State", "New Country", "Velocity", "New City"];
