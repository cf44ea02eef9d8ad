import { oktaId, type Party } from "../demo/log-event.ts";
import { Random } from "../faults/random.ts";
import { makeUsers, type User } from "./users.ts";

/** What an org's people do all day: nothing that the rules in rules/ alert on as they are shipped. */
const QUIET: readonly Kind[] = [
	{ share: 46, type: "user.authentication.sso", message: "User single sign on to app", ...appAnd("SAML 2.0") },
	{ share: 15, type: "user.session.start", message: "User login to Okta", ...appAnd("OpenID Connect") },
	{ share: 15, type: "user.authentication.auth_via_mfa", message: "Authentication of user via MFA", ...factor() },
	{ share: 12, type: "policy.evaluate_sign_on", message: "Evaluation of sign-on policy", result: "ALLOW", ...policy() },
	{ share: 4, type: "user.session.end", message: "User logout from Okta", ...themselves() },
	{ share: 3, type: "user.authentication.auth_via_mfa", message: "Authentication of user via MFA", ...password() },
	{ share: 2, type: "user.account.update_profile", message: "Update user profile for Okta", ...themselves() },
	{ share: 1, type: "app.oauth2.token.grant.access_token", message: "OAuth2 access token is granted", ...token() },
];

/** What they do alert on. */
const LOUD: readonly Kind[] = [
	{ share: 7, type: "user.account.lock", message: "Max sign in attempts exceeded", ...themselves() },
	{ share: 6, type: "user.mfa.factor.deactivate", message: "Reset factor for user", ...factor() },
	{ share: 4, type: "system.org.rate_limit.violation", message: "Rate limit violation", ...themselves() },
	{ share: 3, type: "user.account.reset_password", message: "Password reset by admin", ...themselves() },
];

interface Kind {
	/** How often it is, among its like. */
	readonly share: number;
	readonly type: string;
	readonly message: string;
	readonly result?: string;
	readonly targets: (user: User, app: Party) => readonly Party[];
	readonly debugData: Readonly<Record<string, string>>;
}

type Details = Pick<Kind, "targets" | "debugData">;

function appAnd(signOnMode: string): Details {
	return {
		targets: ({ party }, app) => [app, { ...party, id: oktaId("0ua", party.id + app.id), type: "AppUser" }],
		debugData: {
			signOnMode,
			initiationType: "SP_INITIATED",
			authMethodFirstType: "PASSWORD_AS_FACTOR",
			authMethodFirstVerificationTime: "2026-03-02T08:12:51.102Z",
			authMethodSecondType: "OKTA_VERIFY_PUSH",
			requestUri: "/app/example_hr_1/exk1a2b3c4d5e6f7g8h9/sso/saml",
			url: "/app/example_hr_1/exk1a2b3c4d5e6f7g8h9/sso/saml?RelayState=https%3A%2F%2Fhr.example.com%2F",
		},
	};
}

function factor(): Details {
	return {
		targets: ({ party }) => [
			party,
			{
				id: oktaId("opf", party.id),
				type: "AuthenticatorEnrollment",
				alternateId: "unknown",
				displayName: "Okta Verify",
			},
		],
		debugData: {
			factor: "OKTA_VERIFY_PUSH",
			factorIntent: "AUTHENTICATION",
			pushOnlyResponseType: "OV_RESPONSE_APPROVE",
			pushWithNumberChallengeResponseType: "OV_CORRECT_RESPONSE",
			requestUri: "/idp/idx/authenticators/poll",
			url: "/idp/idx/authenticators/poll?",
		},
	};
}

function password(): Details {
	const { targets, debugData } = factor();
	return { targets, debugData: { ...debugData, factor: "PASSWORD_AS_FACTOR", pushOnlyResponseType: "" } };
}

function policy(): Details {
	const rule = {
		id: oktaId("0pr", "rule"),
		type: "PolicyRule",
		alternateId: "unknown",
		displayName: "Any two factors",
	};
	const entity = { id: oktaId("00p", "policy"), type: "PolicyEntity", alternateId: "unknown", displayName: "Staff" };
	return {
		targets: () => [entity, rule],
		debugData: { authnRequestId: "c5a07f31b2", requestUri: "/idp/idx/identify", url: "/idp/idx/identify?" },
	};
}

function themselves(): Details {
	return {
		targets: ({ party }) => [party],
		debugData: { requestUri: "/api/v1/users/me", url: "/api/v1/users/me?", authnRequestId: "c5a07f31b2" },
	};
}

function token(): Details {
	return {
		targets: (_, app) => [app],
		debugData: { grantType: "authorization_code", requestUri: "/oauth2/v1/token", url: "/oauth2/v1/token?" },
	};
}

const USERS = 2_000;
const START = Date.parse("2026-03-02T06:00:00Z");

/** Milliseconds between events on average: 400,000 a day, the most that Okta sends an org. */
const PAUSE = 216;

/**
 * Events of a working day as a hook brings them, without an end: 2 to 4 kB each. `loud` is the share of those that the
 * rules in rules/ alert on as they are shipped; where all of them are enabled, four in five of the others alert too. The
 * same seed gives the same.
 */
export class Events {
	readonly #random: Random;
	readonly #users: readonly User[];
	readonly #apps: readonly Party[];
	readonly #loud: number;
	readonly #prefix: string;
	#number = 0;
	#uuids = 0;

	constructor(seed: number, loud = 0.02) {
		this.#random = new Random(seed, `bench events ${loud}`);
		this.#users = makeUsers(USERS);
		this.#apps = Array.from({ length: 40 }, (_, index) => app(`Example App ${index}`));
		this.#loud = loud;
		this.#prefix = this.#random.integer(0, 0xfff_ffff).toString(16).padStart(8, "0");
	}

	/** The next deliveries of so many events each, as JSON text. */
	deliveries(count: number, size = 1): string[] {
		return Array.from({ length: count }, () => this.delivery(size));
	}

	delivery(size: number): string {
		const events = Array.from({ length: size }, () => this.next());
		const eventId = this.#uuid();
		return JSON.stringify({ ...ENVELOPE, eventId, data: { events } });
	}

	next(): object {
		const random = this.#random;
		const kind = this.#kind();
		const user = random.pick(this.#users);
		const targets = kind.targets(user, random.pick(this.#apps));
		const number = this.#number++;
		const published = new Date(START + number * PAUSE + random.integer(0, PAUSE)).toISOString();
		const requestId = number.toString(16).padStart(32, "b1c4");
		const { client, party, network, session } = user;
		return {
			uuid: this.#uuid(),
			published,
			eventType: kind.type,
			version: "0",
			displayMessage: kind.message,
			severity: "INFO",
			client,
			device: null,
			actor: { ...party, detailEntry: null },
			outcome: { result: kind.result ?? "SUCCESS", reason: null },
			target: targets.map((target) => ({ detailEntry: null, changeDetails: null, ...target })),
			transaction: { type: "WEB", id: requestId, detail: { rootApiTokenId: null, requestApiTokenId: null } },
			debugContext: { debugData: { ...kind.debugData, ...user.debugData, requestId, threatSuspected: "false" } },
			legacyEventType: kind.type.replace("user.", "core.user."),
			authenticationContext: {
				authenticationProvider: null,
				credentialProvider: null,
				credentialType: null,
				issuer: null,
				authenticationStep: 0,
				rootSessionId: session,
				externalSessionId: session,
				authenticatorContext: null,
				interface: null,
			},
			securityContext: network,
			insertionTimestamp: null,
		};
	}

	#kind(): Kind {
		const kinds = this.#random.chance(this.#loud) ? LOUD : QUIET;
		// The shares of a list may come to any sum.
		const whole = kinds.reduce((sum, { share }) => sum + share, 0);
		let left = this.#random.between(0, whole);
		for (const kind of kinds) {
			left -= kind.share;
			if (left < 0) return kind;
		}
		throw new RangeError("the shares do not add up");
	}

	/** Of version 1, as Okta's are. */
	#uuid(): string {
		return `${this.#prefix}-17e4-11f1-a${(this.#uuids++)
			.toString(16)
			.padStart(15, "0")
			.replace(/^(.{3})/, "$1-")}`;
	}
}

const ENVELOPE = {
	eventType: "com.okta.event_hook",
	eventTypeVersion: "1.0",
	cloudEventsVersion: "0.1",
	source: "https://acme.okta.com/api/v1/eventHooks/who2b7n4kLq9XyZt15d7",
	eventTime: "2026-03-02T09:15:31.000Z",
	contentType: "application/json",
};

function app(label: string): Party {
	const detailEntry = { signOnModeType: "SAML_2_0" };
	return { id: oktaId("0oa", label), type: "AppInstance", alternateId: label, displayName: label, detailEntry };
}
