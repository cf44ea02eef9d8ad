import { describe, expect, test } from "vitest";
import { checkDestination, type DestinationSettings } from "../../src/falcosidekick/destination.ts";

const BINDING = { fetch: () => Promise.resolve(new Response("bound")) };

function faults(settings: DestinationSettings) {
	const result = checkDestination(settings);
	return "faults" in result ? result.faults.map(({ name, fault }) => `${name} ${fault}`) : [];
}

describe("the address", () => {
	test.each([
		"https://falcosidekick.example.com/",
		"https://falcosidekick.example.com",
		"https://falcosidekick.example.com:8443/in/?team=a",
		"https://falcosidekick.example.com/ping/",
		"http://127.0.0.1:2801/",
		"http://127.8.8.8:2801/",
		"http://localhost:2801/",
		"http://[::1]:2801/",
	])("%s is taken", (url) => {
		expect(checkDestination({ FALCOSIDEKICK_URL: url })).toMatchObject({ url: new URL(url).href, headers: {} });
	});

	test.each([
		[undefined, "is not set"],
		["falcosidekick", "is not an address"],
		["ftp://falcosidekick.example.com/", "must start with https://"],
		["http://falcosidekick.example.com/", "in the clear"],
		["http://127.0.0.1.example.com/", "in the clear"],
		["https://user:hunter2@falcosidekick.example.com/", "user or a password"],
		["https://falcosidekick.example.com/#top", "fragment"],
		["https://falcosidekick.example.com//", "// in its path"],
		["https://falcosidekick.example.com/a//b", "// in its path"],
		["https://falcosidekick.example.com/ping", "where Falcosidekick takes alerts"],
		["https://falcosidekick.example.com/in/healthz", "where Falcosidekick takes alerts"],
		["https://falcosidekick.example.com/metrics?x", "where Falcosidekick takes alerts"],
		["https://falcosidekick.example.com/test", "where Falcosidekick takes alerts"],
	])("%s is refused: %s", (url, fault) => {
		const told = faults({ FALCOSIDEKICK_URL: url });
		expect(told).toEqual([expect.stringContaining(fault)]);
		expect(told[0]).toMatch(/^FALCOSIDEKICK_URL /);
		expect(told[0]).not.toContain("hunter2");
	});

	test("every fault of it is told at once", () => {
		expect(faults({ FALCOSIDEKICK_URL: "http://a:b@falcosidekick.example.com//test#x" })).toHaveLength(5);
	});
});

describe("a binding", () => {
	test("needs no address, and wins over the Internet", async () => {
		const destination = checkDestination({ FALCOSIDEKICK: BINDING });
		if ("faults" in destination) throw new Error("it is refused");
		expect(destination.url).toBe("http://falcosidekick/");
		expect(await (await destination.fetch(destination.url, {})).text()).toBe("bound");
	});

	test("may have an address for the host and path, TLS or not", () => {
		const settings = { FALCOSIDEKICK: BINDING, FALCOSIDEKICK_URL: "http://falcosidekick.internal:2801/in" };
		expect(checkDestination(settings)).toMatchObject({ url: "http://falcosidekick.internal:2801/in" });
	});

	test("that cannot fetch is none", () => {
		const settings = { FALCOSIDEKICK: "yes", FALCOSIDEKICK_URL: "https://falcosidekick.example.com/" };
		expect(faults(settings)).toEqual(["FALCOSIDEKICK is not a binding that can fetch"]);
	});
});

describe("extra headers", () => {
	const url = "https://falcosidekick.example.com/";

	test("are taken as they are", () => {
		const headers = { "CF-Access-Client-Id": "a.access", "CF-Access-Client-Secret": "cfast_0123" };
		const settings = { FALCOSIDEKICK_URL: url, FALCOSIDEKICK_HEADERS: JSON.stringify(headers) };
		expect(checkDestination(settings)).toMatchObject({ headers });
	});

	test.each([
		["Authorization: Bearer hunter2", "is not a JSON object of texts"],
		['["hunter2"]', "is not a JSON object of texts"],
		["null", "is not a JSON object of texts"],
		['{"X-Key": 42}', 'not text, of header "X-Key"'],
		['{"X Key": "hunter2"}', 'does not allow, of header "X Key"'],
		['{"X-Key": "hu\\nnter2"}', 'does not allow, of header "X-Key"'],
		['{"X-Key": "hünter2☃"}', 'does not allow, of header "X-Key"'],
		['{"content-type": "text/plain"}', "must leave the header content-type alone"],
		['{"Host": "hunter2"}', "must leave the header Host alone"],
	])("%s is refused, and not repeated", (json, fault) => {
		const told = faults({ FALCOSIDEKICK_URL: url, FALCOSIDEKICK_HEADERS: json });
		expect(told).toEqual([expect.stringContaining(fault)]);
		expect(told[0]).not.toContain("nter2");
	});
});
