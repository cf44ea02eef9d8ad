import { createHash } from "node:crypto";
import { DASHBOARD, OKTA_SYSTEM, ORG_URL, STRANGER } from "./cast.ts";
import { type Client, type EventType, type Facts, oktaId, type Party } from "./log-event.ts";

/** What people do, as the events that Okta logs of it: `debugData` is what Identity Engine writes for each. */

export type Factor = "OKTA_VERIFY_PUSH" | "GOOGLE_TOKEN" | "PASSWORD_AS_FACTOR" | "FIDO_WEBAUTHN";

const FACTOR_NAMES: Readonly<Record<Factor, string>> = {
	OKTA_VERIFY_PUSH: "Okta Verify",
	GOOGLE_TOKEN: "Google Authenticator",
	PASSWORD_AS_FACTOR: "Password",
	FIDO_WEBAUTHN: "Security Key or Biometric",
};

/** A whole sign-in: the session, the second factor, the first app. */
export function signsIn(actor: Party, client: Client, app: Party = DASHBOARD): Facts[] {
	return [
		startsSession(actor, client, app),
		factorAnswered(actor, client, "OKTA_VERIFY_PUSH"),
		opens(actor, client, app),
	];
}

function startsSession(actor: Party, client: Client, app: Party): Facts {
	const targets = [enrollment(actor, "PASSWORD_AS_FACTOR"), app];
	return {
		type: "user.session.start",
		actor,
		client,
		targets,
		debugData: signInData(client, "/idp/idx/challenge/answer"),
	};
}

export function signInFails(actor: Party, client: Client): Facts {
	const debugData = { ...signInData(client, "/idp/idx/challenge/answer"), loginResult: "VERIFICATION_ERROR" };
	const failed = { result: "FAILURE", reason: "VERIFICATION_ERROR", debugData };
	return { type: "user.session.start", actor, client, targets: [DASHBOARD], ...failed };
}

export function signsOut(actor: Party, client: Client): Facts {
	return { type: "user.session.end", actor, client, targets: [actor], debugData: webData(client, "/login/signout") };
}

export function opens(actor: Party, client: Client, app: Party): Facts {
	const targets = [app, { ...actor, id: oktaId("0ua", actor.id + app.id), type: "AppUser" }];
	const signOnMode = app.detailEntry?.signOnModeType === "SAML_2_0" ? "SAML 2.0" : "OpenID Connect";
	const debugData = { ...webData(client, "/login/token/redirect"), signOnMode, initiationType: "SP_INITIATED" };
	return { type: "user.authentication.sso", actor, client, targets, debugData };
}

export function factorAnswered(actor: Party, client: Client, factor: Factor): Facts {
	const debugData = { ...signInData(client, "/idp/idx/authenticators/poll"), factor };
	return { type: "user.authentication.auth_via_mfa", actor, client, targets: factorTargets(actor, factor), debugData };
}

/** A wrong code, or the wrong password where that is the factor. */
export function factorFails(actor: Party, client: Client, factor: Factor): Facts {
	const debugData = { ...signInData(client, "/idp/idx/challenge/answer"), factor };
	const failed = { result: "FAILURE", reason: "INVALID_CREDENTIALS", debugData };
	return { type: "user.authentication.auth_via_mfa", actor, client, targets: factorTargets(actor, factor), ...failed };
}

/** A push notification refused on the phone, as Identity Engine logs it (Classic Engine has a type of its own). */
export function pushDenied(actor: Party, client: Client): Facts {
	const denied = factorFails(actor, client, "OKTA_VERIFY_PUSH");
	return { ...denied, debugData: { ...denied.debugData, pushOnlyResponseType: "OV_RESPONSE_DENY" } };
}

export function isLockedOut(actor: Party, client: Client): Facts {
	const debugData = signInData(client, "/idp/idx/challenge/answer");
	const locked = { result: "FAILURE", reason: "LOCKED_OUT", debugData };
	return { type: "user.account.lock", actor, client, targets: [actor], ...locked };
}

export function changesPassword(actor: Party, client: Client): Facts {
	return onUser("user.account.update_password", actor, client, actor, "/idp/idx/challenge/answer");
}

export function enrolls(actor: Party, client: Client, factor: Factor): Facts {
	const debugData = { ...signInData(client, "/idp/idx/authenticators/poll"), factor };
	const reason = `User set up ${factor} factor`;
	return { type: "user.mfa.factor.activate", actor, client, targets: [actor], reason, debugData };
}

export function reportsActivity(actor: Party, client: Client, suspect: Client): Facts {
	const suspicious = {
		suspiciousActivityEventType: "user.session.start",
		suspiciousActivityEventIp: suspect.ipAddress,
		suspiciousActivityEventCity: suspect.place.city,
		suspiciousActivityEventCountry: suspect.place.country,
	};
	const debugData = { ...webData(client, "/api/internal/suspicious-activity/report"), ...suspicious };
	const type = "user.account.report_suspicious_activity_by_enduser";
	return { type, actor, client, targets: [actor], debugData };
}

export function removesFactor(actor: Party, client: Client, whose: Party, factor: Factor): Facts {
	const uri = `/api/v1/users/${whose.id}/factors/${oktaId("opf", whose.id + factor)}`;
	const facts = onUser("user.mfa.factor.deactivate", actor, client, whose, uri);
	const reason = `User reset ${factor} factor`;
	return { ...facts, reason, debugData: { ...facts.debugData, factor } };
}

export function grantsRole(actor: Party, client: Client, whose: Party, role: string): Facts {
	const facts = onUser(
		"user.account.privilege.grant",
		actor,
		client,
		whose,
		`/api/internal/administrators/${whose.id}`,
	);
	return { ...facts, debugData: { ...facts.debugData, privilegeGranted: role } };
}

export function createsToken(actor: Party, client: Client, name: string): Facts {
	const token = { id: oktaId("00T", name), type: "Token", alternateId: "unknown", displayName: name };
	const debugData = { ...webData(client, "/api/internal/tokens"), networkConnection: "ANYWHERE" };
	return { type: "system.api_token.create", actor, client, targets: [token], debugData };
}

export function meetsRateLimit(kind: "warning" | "violation", actor: Party, client: Client, uri: string): Facts {
	const pattern = { id: uri, type: "URL Pattern", alternateId: "unknown", displayName: uri };
	const limit = { userId: actor.id, threshold: "600", timeSpan: "1", timeUnit: "MINUTES" };
	const debugData = { ...webData(client, uri), ...limit };
	return { type: `system.org.rate_limit.${kind}`, actor, client, targets: [pattern], debugData };
}

export function joinsGroup(actor: Party, client: Client, user: Party, group: Party): Facts {
	return inGroup("group.user_membership.add", actor, client, user, group);
}

export function leavesGroup(actor: Party, client: Client, user: Party, group: Party): Facts {
	return inGroup("group.user_membership.remove", actor, client, user, group);
}

function inGroup(type: EventType, actor: Party, client: Client, user: Party, group: Party): Facts {
	const debugData = webData(client, `/api/v1/groups/${group.id}/users/${user.id}`);
	return { type, actor, client, targets: [user, group], debugData };
}

/** Okta assigns an app when somebody joins a group that has it: nobody's request, so a job. */
export function getsApp(user: Party, app: Party): Facts {
	const appUser = { ...user, id: oktaId("0ua", user.id + app.id), type: "AppUser" };
	const debugData = { appname: app.alternateId.toLowerCase().replaceAll(/\W+/g, "_") };
	return { type: "application.user_membership.add", actor: OKTA_SYSTEM, targets: [appUser, app, user], debugData };
}

export function changesPolicy(actor: Party, client: Client, policy: string, rule: string): Facts {
	const targets = [
		{ id: oktaId("rst", policy), type: "PolicyEntity", alternateId: "unknown", displayName: policy },
		{ id: oktaId("rul", policy + rule), type: "PolicyRule", alternateId: "unknown", displayName: rule },
	];
	return { type: "policy.rule.update", actor, client, targets, debugData: webData(client, "/api/internal/policies") };
}

/** An act of `actor` on a user that needs no more than saying so. */
export function onUser(type: EventType, actor: Party, client: Client, user: Party, uri?: string): Facts {
	const debugData = webData(client, uri ?? `/api/v1/users/${user.id}/lifecycle/${type.split(".").at(-1)}`);
	return { type, actor, client, targets: [user], debugData };
}

function factorTargets(actor: Party, factor: Factor): Party[] {
	return [actor, enrollment(actor, factor)];
}

function enrollment(actor: Party, factor: Factor): Party {
	const id = oktaId("lae", actor.id + factor);
	return { id, type: "AuthenticatorEnrollment", alternateId: "unknown", displayName: FACTOR_NAMES[factor] };
}

function webData(client: Client, uri: string): Record<string, string> {
	const dtHash = createHash("sha256").update(`${client.ipAddress} ${client.userAgent.rawUserAgent}`).digest("hex");
	return { dtHash, requestUri: uri, threatSuspected: "false", url: `${uri}?` };
}

/** What Okta thinks of a sign-in: nothing is new about anyone but the stranger. */
function signInData(client: Client, uri: string): Record<string, string> {
	const isNew = client === STRANGER ? "POSITIVE" : "NEGATIVE";
	const behaviors = ["New Geo-Location", "New Device", "New IP", "New State", "New Country"].map(
		(name) => `${name}=${isNew}`,
	);
	const risk = client === STRANGER ? "{reasons=Anomalous Location, Anomalous Device, level=HIGH}" : "{level=LOW}";
	return { ...webData(client, uri), origin: ORG_URL, behaviors: `{${behaviors.join(", ")}, Velocity=NEGATIVE}`, risk };
}
