import { createHash } from "node:crypto";

/**
 * Builds LogEvents as an Event Hook carries them: Okta writes every member out, nulls too, puts `ipChain` in `client`
 * and leaves `request` away (the System Log API has it the other way round).
 */

/** What a few facts grow into. Members beyond these are written in `logEvent`. */
export interface Facts {
	readonly type: EventType;
	readonly actor: Party;
	/** The end of the connection Okta saw; none when Okta itself acts. */
	readonly client?: Client;
	readonly targets?: readonly Party[];
	/** `outcome.result`, SUCCESS unless said, and `outcome.reason`. */
	readonly result?: string;
	readonly reason?: string;
	/** `displayMessage`, where it is not the type's usual one. */
	readonly message?: string;
	/** `debugContext.debugData`: text values, as on the wire. */
	readonly debugData?: Readonly<Record<string, string>>;
}

/** Anyone or anything that an event names, as actor or as target. */
export interface Party {
	readonly id: string;
	readonly type: string;
	readonly alternateId: string;
	readonly displayName: string;
	readonly detailEntry?: Readonly<Record<string, string>>;
}

/** Where a request comes from: a device at a place, in a network. */
export interface Client {
	readonly ipAddress: string;
	readonly device: "Computer" | "Mobile" | "Unknown";
	readonly userAgent: { readonly rawUserAgent: string; readonly os: string; readonly browser: string };
	readonly place: {
		readonly city: string;
		readonly state: string;
		readonly country: string;
		readonly postalCode: string;
		readonly geolocation: { readonly lat: number; readonly lon: number };
	};
	readonly network: {
		readonly asNumber: number;
		readonly asOrg: string;
		readonly isp: string;
		readonly domain: string;
		readonly isProxy: boolean;
	};
}

/** What tells one event from another that has the same facts. */
export interface Identity {
	readonly published: Date;
	/** Ids derive from this text: the same seed and time give the same event. */
	readonly seed: string;
	/** Events of one request share it. */
	readonly transaction: string;
	/** The hook that carries the event, which Okta notes in the event. */
	readonly hookId: string;
}

export type LogEvent = ReturnType<typeof logEvent>;
export type EventType = keyof typeof EVENT_TYPES;

/** What Okta writes beside each type: its text, its older name, how grave it is. */
export const EVENT_TYPES = {
	"application.user_membership.add": {
		message: "Add user to application membership",
		legacy: "app.generic.provision.assign_user_to_app",
	},
	"group.user_membership.add": { message: "Add user to group membership", legacy: "core.user_group_member.user_add" },
	"group.user_membership.remove": {
		message: "Remove user from group membership",
		legacy: "core.user_group_member.user_remove",
	},
	"policy.rule.update": { message: "Update policy rule", legacy: "policy.rule.update" },
	"system.api_token.create": { message: "Create API token", legacy: "api.token.create" },
	"system.org.rate_limit.violation": {
		message: "Rate limit violation",
		legacy: "core.framework.ratelimit.exceeded",
		severity: "WARN",
	},
	"system.org.rate_limit.warning": {
		message: "Rate limit warning",
		legacy: "core.framework.ratelimit.warning",
		severity: "WARN",
	},
	"user.account.lock": {
		message: "Max sign in attempts exceeded",
		legacy: "core.user_auth.account_locked",
		severity: "DEBUG",
	},
	"user.account.privilege.grant": { message: "Grant user privilege", legacy: "core.user.admin_privilege.granted" },
	"user.account.report_suspicious_activity_by_enduser": {
		message: "User report suspicious activity",
		legacy: "core.user.account.report_suspicious_activity_by_enduser",
		severity: "WARN",
	},
	"user.account.reset_password": {
		message: "Fired when the user's Okta password is reset",
		legacy: "core.user.config.user_status.password_reset",
	},
	"user.account.unlock": { message: "User account unlock", legacy: "core.user_auth.account_unlocked" },
	"user.account.update_password": {
		message: "User update password for Okta",
		legacy: "core.user.config.password_update.success",
	},
	"user.account.update_profile": {
		message: "Update user profile for Okta",
		legacy: "core.user.config.profile_update.success",
	},
	"user.authentication.auth_via_mfa": {
		message: "Authentication of user via MFA",
		legacy: "core.user.factor.attempt_success",
	},
	"user.authentication.sso": { message: "User single sign on to app", legacy: "app.auth.sso" },
	"user.lifecycle.activate": { message: "Activate Okta user", legacy: "core.user.config.user_activated" },
	"user.lifecycle.create": { message: "Create okta user", legacy: "core.user.config.user_creation.success" },
	"user.lifecycle.deactivate": { message: "Deactivate Okta user", legacy: "core.user.config.user_deactivated" },
	"user.lifecycle.suspend": { message: "Suspend Okta user", legacy: "core.user.config.user_status.suspended" },
	"user.lifecycle.unsuspend": { message: "Unsuspend Okta user", legacy: "core.user.config.user_status.unsuspended" },
	"user.mfa.factor.activate": { message: "Activate factor for user", legacy: "core.user.factor.activate" },
	"user.mfa.factor.deactivate": { message: "Reset factor for user", legacy: "core.user.factor.reset" },
	"user.mfa.factor.reset_all": { message: "Reset all factors for user", legacy: "core.user.factor.reset_all" },
	"user.session.clear": { message: "Clear user session", legacy: "core.user_auth.session_clear" },
	"user.session.end": { message: "User logout from Okta", legacy: "core.user_auth.logout_success" },
	"user.session.start": { message: "User login to Okta", legacy: "core.user_auth.login_success" },
} as const satisfies Readonly<Record<string, { message: string; legacy: string; severity?: string }>>;

/** Facts → the event as an Event Hook carries it, in Okta's own order of members. */
export function logEvent(facts: Facts, { published, seed, transaction, hookId }: Identity) {
	const type: { message: string; legacy: string; severity?: string } = EVENT_TYPES[facts.type];
	const requestId = digest("request", transaction).slice(0, 32);
	return {
		uuid: uuid("1", seed, published.toISOString()),
		published: published.toISOString(),
		eventType: facts.type,
		version: "0",
		displayMessage: facts.message ?? type.message,
		severity: type.severity ?? "INFO",
		client: clientOf(facts.client),
		device: null,
		actor: party(facts.actor),
		outcome: { result: facts.result ?? "SUCCESS", reason: facts.reason ?? null },
		target: facts.targets?.map(party) ?? null,
		transaction: { type: facts.client ? "WEB" : "JOB", id: requestId, detail: {} },
		debugContext: { debugData: { ...facts.debugData, requestId, targetEventHookIds: hookId } },
		legacyEventType: type.legacy,
		authenticationContext: {
			authenticationProvider: null,
			credentialProvider: null,
			credentialType: null,
			issuer: null,
			authenticationStep: 0,
			rootSessionId: sessionId(facts, published),
			externalSessionId: sessionId(facts, published),
			authenticatorContext: null,
			interface: null,
		},
		securityContext: facts.client?.network ?? NO_NETWORK,
		insertionTimestamp: null,
	};
}

const NO_NETWORK = { asNumber: null, asOrg: null, isp: null, domain: null, isProxy: null };

function clientOf(client: Client | undefined) {
	if (!client) return { userAgent: null, zone: null, device: null, id: null, ...NOWHERE };
	const { userAgent, device, ipAddress, place } = client;
	const hop = { ip: ipAddress, geographicalContext: place, version: "V4", source: null };
	return { userAgent, zone: "null", device, id: null, ipAddress, geographicalContext: place, ipChain: [hop] };
}

const NOWHERE = { ipAddress: null, geographicalContext: null, ipChain: [] };

function party({ id, type, alternateId, displayName, detailEntry }: Party) {
	return { id, type, alternateId, displayName, detailEntry: detailEntry ?? null };
}

/** One session for each actor and device in a day; Okta's own jobs have their own kind. */
function sessionId({ actor, client }: Facts, published: Date): string {
	const day = published.toISOString().slice(0, 10);
	return client ? oktaId("idx", `${day} ${actor.id} ${client.ipAddress}`, 25) : oktaId("trs", `${day} ${actor.id}`, 25);
}

/** An id as Okta makes them: what it names (`00u` a user, `00g` a group, …), then letters and digits. */
export function oktaId(prefix: string, seed: string, length = 20): string {
	const letters = createHash("sha256")
		.update(`${prefix} ${seed}`)
		.digest("base64")
		.replaceAll(/[^0-9A-Za-z]/g, "");
	return (prefix + letters).slice(0, length);
}

/** A UUID of the given version, made from a seed instead of chance or the clock. */
export function uuid(version: "1" | "4", ...seed: readonly string[]): string {
	const hex = digest(...seed);
	const parts = [hex.slice(0, 8), hex.slice(8, 12), version + hex.slice(13, 16), `a${hex.slice(17, 20)}`];
	return [...parts, hex.slice(20, 32)].join("-");
}

function digest(...seed: readonly string[]): string {
	return createHash("sha256").update(seed.join("\n")).digest("hex");
}
