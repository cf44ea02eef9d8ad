import { stderr, stdout } from "node:process";
import { Command, InvalidArgumentError, Option } from "commander";
import { createLocalJWKSet, SignJWT } from "jose";
import { messageOf } from "../../src/message-of.ts";
import { checkHookToken } from "../../src/okta/hook-token.ts";
import { hookUrl, orgUrl } from "../option-values.ts";
import { visible } from "../terminal.ts";
import { readPrivateKey } from "./private-key.ts";

interface Options {
	readonly key: string;
	readonly org: URL;
	readonly url: URL;
	/** In seconds from now; Infinity for never. */
	readonly expires: number;
	readonly kid?: string;
}

const HELP = `
The token goes to stdout as Okta is to send it: the whole of it, "Bearer" included, is the authentication secret of the
event hook, whose authentication field is Authorization (or what OKTA_HOOK_HEADER says).`;

/** `hook token`: the header value by which the Worker knows a hook, signed with a private key. */
export function tokenCommand(): Command {
	return new Command("token")
		.description("sign a token for one hook of one org")
		.requiredOption("--key <file>", "the private key: a JWK that keygen wrote, or PEM")
		.requiredOption("--org <url>", "the org's address, as in OKTA_ORG_URL", orgUrl)
		.requiredOption("--url <url>", "the hook's address: the Worker's, with /okta/events", hookUrl)
		.addOption(
			new Option("--expires <time>", "how long it is good: days (365d), hours (12h) or never")
				.default(readExpiry("365d"), "365d")
				.argParser(readExpiry),
		)
		.option("--kid <name>", "the key's name in OKTA_HOOK_JWKS (default: the JWK's own, or its thumbprint)")
		.addHelpText("after", HELP)
		.action(async (options: Options, command: Command) => {
			try {
				const { token, expires } = await signToken(options, new Date());
				stdout.write(`Bearer ${token}\n`);
				stderr.write(
					expires === undefined
						? "It never expires. To revoke it, take its key out of OKTA_HOOK_JWKS.\n"
						: `It expires at ${expires.toISOString()}: put another one into Okta before that, or its events are refused.\n`,
				);
			} catch (error) {
				command.error(visible(messageOf(error)));
			}
		});
}

async function signToken({ key: file, org, url, expires: seconds, kid }: Options, now: Date) {
	const { key, alg, publicJwk } = await readPrivateKey(file, kid);
	const expires = Number.isFinite(seconds) ? new Date(now.getTime() + seconds * 1000) : undefined;
	const jwt = new SignJWT()
		.setProtectedHeader({ alg, kid: publicJwk.kid, typ: "JWT" })
		.setIssuer(org.origin)
		.setAudience(url.href)
		.setIssuedAt(now);
	const token = await (expires === undefined ? jwt : jwt.setExpirationTime(expires)).sign(key);
	const tokens = { keys: createLocalJWKSet({ keys: [publicJwk] }), issuer: org.origin };
	const checked = await checkHookToken(`Bearer ${token}`, tokens, url.href);
	if (!checked.ok) throw new Error(`The Worker would refuse this token: it ${checked.reason}.`);
	return { token, expires };
}

const SECONDS = { d: 86_400, h: 3_600 };

function readExpiry(text: string): number {
	if (text === "never") return Number.POSITIVE_INFINITY;
	const [, number, unit] = /^([1-9]\d{0,4})([dh])$/.exec(text) ?? [];
	if (number === undefined) throw new InvalidArgumentError("Give days, such as 365d, or hours, such as 12h, or never.");
	return Number(number) * SECONDS[unit as keyof typeof SECONDS];
}
