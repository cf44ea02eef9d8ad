import { InvalidArgumentError } from "commander";
import { isAdminConsole } from "../src/okta/admin-console.ts";

/** Values of the commands' options, each out of its text. All throw InvalidArgumentError, which says what to give. */

/** A whole number in a range. */
export function wholeNumber(from: number, to = 1_000_000_000): (text: string) => number {
	return (text) => {
		const number = Number(text);
		if (/^\d{1,10}$/.test(text) && number >= from && number <= to) return number;
		throw new InvalidArgumentError(`Give a whole number from ${from} to ${to}.`);
	};
}

/** A request header, `Name: value`, beside those that were given before it. */
export function requestHeader(
	text: string,
	before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
	const [, name, value] = /^([\w!#$%&'*+.^`|~-]+):\s*(.*)$/.exec(text) ?? [];
	if (name === undefined || value === undefined) throw new InvalidArgumentError("Give a header as 'Name: value'.");
	return { ...before, [name]: value };
}

/** The address of an Okta org. */
export function orgUrl(text: string): URL {
	const url = safeUrl(text);
	if (url?.pathname !== "/") throw new InvalidArgumentError("Give the org's address, such as https://acme.okta.com");
	if (isAdminConsole(url.hostname)) {
		throw new InvalidArgumentError("That is the Admin Console: give the org's own address, without -admin.");
	}
	return url;
}

/** The address of an event hook, which Okta takes up to so many characters long. */
export function hookUrl(text: string): URL {
	const url = safeUrl(text);
	if (url !== undefined && url.pathname !== "/" && url.href.length <= 1024) return url;
	throw new InvalidArgumentError("Give the hook's address, such as https://okta-falco.example.com/okta/events");
}

/** The address of a Worker, with a slash at its end. */
export function workerUrl(text: string): URL {
	const url = safeUrl(text);
	if (url === undefined) {
		throw new InvalidArgumentError(
			"Give the Worker's address, such as https://okta-falco.example.com; http:// is for this machine only.",
		);
	}
	return url.pathname.endsWith("/") ? url : new URL(`${url}/`);
}

/** The same where a variable that is set to nothing counts as none. */
export function unlessEmpty<Value>(read: (text: string) => Value): (text: string) => Value | undefined {
	return (text) => (text.trim() === "" ? undefined : read(text));
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Secrets are sent to these. */
function safeUrl(text: string): URL | undefined {
	const url = URL.parse(text.trim());
	if (url === null || url.search !== "" || url.hash !== "" || url.username !== "" || url.password !== "") {
		return undefined;
	}
	const isSafe = url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.test(url.hostname));
	return isSafe ? url : undefined;
}
