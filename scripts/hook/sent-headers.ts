import process from "node:process";
import { askSecret } from "./ask.ts";
import type { Header } from "./event-hooks.ts";

/** The headers by which the Worker knows a hook, with their values: what Okta is to send with every request. */
export interface SentHeaders {
	/** Okta's "authentication field" and "authentication secret". */
	readonly authScheme: Header;
	/** Custom header fields. */
	readonly headers: readonly Header[];
}

/** Names of the variables that hold the values, which are those of the Worker's own settings. */
export interface SecretVariables {
	readonly secret: string;
	/** The first of these that is set. */
	readonly second: readonly [string, ...string[]];
}

export const CURRENT: SecretVariables = { secret: "OKTA_HOOK_SECRET", second: ["OKTA_HOOK_SECRET_2"] };

/** What Okta sent before a rotation. The second header may stay what it is. */
export const PREVIOUS: SecretVariables = {
	secret: "OKTA_HOOK_SECRET_PREVIOUS",
	second: ["OKTA_HOOK_SECRET_2_PREVIOUS", "OKTA_HOOK_SECRET_2"],
};

/** Name of the header that carries the secret. */
export function secretHeader(): string {
	return headerName(setting("OKTA_HOOK_HEADER") ?? "Authorization", "OKTA_HOOK_HEADER");
}

/** The second header, where the environment says that there is one. */
export function secondHeader({ second }: SecretVariables): Header[] {
	const key = setting("OKTA_HOOK_HEADER_2");
	if (key === undefined) return [];
	const variable = second.find((name) => setting(name) !== undefined) ?? second[0];
	const value = setting(variable);
	if (value === undefined) throw new Error(`${variable} is needed, since OKTA_HOOK_HEADER_2 is set.`);
	return [{ key: headerName(key, "OKTA_HOOK_HEADER_2"), value: headerValue(value, variable) }];
}

/** The headers with their values from the environment; asks for the secret where it is not there. */
export async function sentHeaders(variables: SecretVariables, what: string): Promise<SentHeaders> {
	const headers = secondHeader(variables);
	const secret = setting(variables.secret) ?? (await askSecret(what, variables.secret));
	return { authScheme: { key: secretHeader(), value: headerValue(secret, variables.secret) }, headers };
}

/** As `sentHeaders`, but asks nobody: undefined where the secret is not in the environment. */
export async function knownHeaders(variables: SecretVariables): Promise<SentHeaders | undefined> {
	return setting(variables.secret) === undefined ? undefined : sentHeaders(variables, "");
}

/** A variable's value without blanks around it; undefined where it is empty. */
function setting(name: string): string | undefined {
	const value = process.env[name]?.trim();
	return value === "" ? undefined : value;
}

function headerName(name: string, variable: string): string {
	if (/^[\w!#$%&'*+.^`|~-]+$/.test(name)) return name;
	throw new Error(`${variable} is not a name that a header can have.`);
}

function headerValue(value: string, variable: string): string {
	if (/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value)) return value;
	throw new Error(
		`${variable} is ${value === "" ? "empty" : "not something that a header can carry: one line of ASCII"}.`,
	);
}
