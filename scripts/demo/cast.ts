import { type Client, oktaId, type Party } from "./log-event.ts";

/** Who and what the day is about. Domains, addresses and AS numbers are those kept for documentation (RFC 2606, 5737, 5398). */

export const ORG_URL = "https://okta.example.com";

function user(displayName: string, login: string): Party {
	const alternateId = `${login}@example.com`;
	return { id: oktaId("00u", alternateId), type: "User", alternateId, displayName };
}

export const INES = user("Ines Duarte", "ines.duarte");
export const TOMASZ = user("Tomasz Wilk", "tomasz.wilk");
export const MAYA = user("Maya Chen", "maya.chen");
export const JONAS = user("Jonas Berg", "jonas.berg");
export const AMARA = user("Amara Okafor", "amara.okafor");
export const PRIYA = user("Priya Nair", "priya.nair");
export const LUCA = user("Luca Ferri", "luca.ferri");
export const ZOE = user("Zoë Müller", "zoe.mueller");

/** A service app that calls Okta's API for the HR system. */
export const HR_SYNC: Party = {
	id: oktaId("0oa", "hr-sync"),
	type: "PublicClientApp",
	alternateId: oktaId("0oa", "hr-sync"),
	displayName: "HR sync",
};

export const OKTA_SYSTEM: Party = {
	id: oktaId("spr", "system@okta.com"),
	type: "SystemPrincipal",
	alternateId: "system@okta.com",
	displayName: "Okta System",
};

function app(label: string, signOnModeType: string): Party {
	const detailEntry = { signOnModeType };
	return { id: oktaId("0oa", label), type: "AppInstance", alternateId: label, displayName: label, detailEntry };
}

export const DASHBOARD = app("Okta Dashboard", "OPENID_CONNECT");
export const ADMIN_CONSOLE = app("Okta Admin Console", "OPENID_CONNECT");
export const SLACK = app("Slack", "SAML_2_0");
export const SALESFORCE = app("Salesforce.com", "SAML_2_0");
export const JIRA = app("Atlassian Cloud", "SAML_2_0");
export const WORKDAY = app("Workday", "SAML_2_0");

function group(displayName: string): Party {
	return { id: oktaId("00g", displayName), type: "UserGroup", alternateId: "unknown", displayName };
}

export const SALES = group("Sales");
export const ENGINEERING = group("Engineering");
export const CONTRACTORS = group("Contractors");

const CHROME =
	"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";
const SAFARI =
	"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15";
const IPHONE =
	"Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1";
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";

const LISBON = {
	city: "Lisbon",
	state: "Lisbon",
	country: "Portugal",
	postalCode: "1100-148",
	geolocation: { lat: 38.7139, lon: -9.1394 },
};
const BERLIN = {
	city: "Berlin",
	state: "Land Berlin",
	country: "Germany",
	postalCode: "10115",
	geolocation: { lat: 52.5323, lon: 13.3846 },
};
const AMSTERDAM = {
	city: "Amsterdam",
	state: "North Holland",
	country: "Netherlands",
	postalCode: "1012",
	geolocation: { lat: 52.374, lon: 4.8897 },
};

const COMPANY = {
	asNumber: 64496,
	asOrg: "example company",
	isp: "example company",
	domain: "example.com",
	isProxy: false,
};
const BROADBAND = {
	asNumber: 64500,
	asOrg: "example broadband",
	isp: "example broadband",
	domain: "example.net",
	isProxy: false,
};
const HOSTING = {
	asNumber: 64511,
	asOrg: "example hosting",
	isp: "example hosting",
	domain: "example.org",
	isProxy: true,
};

const WINDOWS_CHROME = { rawUserAgent: CHROME, os: "Windows 10", browser: "CHROME" };
const MAC_SAFARI = { rawUserAgent: SAFARI, os: "Mac OS X", browser: "SAFARI" };
const IOS_SAFARI = { rawUserAgent: IPHONE, os: "iOS (iPhone)", browser: "SAFARI" };
const LINUX_FIREFOX = { rawUserAgent: FIREFOX, os: "Linux", browser: "FIREFOX" };
const SCRIPT = { rawUserAgent: "python-requests/2.32.5", os: "Unknown", browser: "UNKNOWN" };

export const OFFICE: Client = {
	ipAddress: "192.0.2.10",
	device: "Computer",
	userAgent: WINDOWS_CHROME,
	place: LISBON,
	network: COMPANY,
};
export const OFFICE_MAC: Client = { ...OFFICE, ipAddress: "192.0.2.11", userAgent: MAC_SAFARI };
export const PHONE: Client = {
	...OFFICE,
	ipAddress: "198.51.100.140",
	device: "Mobile",
	userAgent: IOS_SAFARI,
	network: BROADBAND,
};
export const HOME: Client = { ...OFFICE, ipAddress: "198.51.100.23", place: BERLIN, network: BROADBAND };
/** The HR system's server, and the report that somebody runs from a laptop. */
export const SERVER: Client = { ...OFFICE, ipAddress: "192.0.2.80", device: "Unknown", userAgent: SCRIPT };
/** Somebody behind a proxy who has got hold of a password. */
export const STRANGER: Client = {
	ipAddress: "203.0.113.77",
	device: "Computer",
	userAgent: LINUX_FIREFOX,
	place: AMSTERDAM,
	network: HOSTING,
};
