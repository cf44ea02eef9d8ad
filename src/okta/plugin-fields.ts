import type { FieldTable } from "../falco/field.ts";
import type { OktaEvent } from "./event.ts";
import { always, alwaysBy, alwaysNumber, countLast, ofLastTarget, ofTargets, sometimes } from "./field-kinds.ts";
import { coordinate } from "./geolocation.ts";
import { type JsonObject, lax, text } from "./log-event.ts";

/** The fields of Falco's okta plugin 0.12.0: its names, types and arguments, and its idea of which are always there. */
export const PLUGIN_FIELDS = {
	"okta.app": sometimes("Application in the request's path: `slack` of `/app/slack/…/sso/saml`.", appOfRequest),
	"okta.org": {
		type: "CHARBUF",
		description: "Okta organization that the event comes from.",
		read: () => (event) => event.org,
	},
	"okta.evt.type": always((log) => log.eventType, "Type of the event."),
	"okta.evt.legacytype": always((log) => log.legacyEventType, "Type of the event in Okta's old Events API."),
	"okta.severity": always((log) => log.severity, "Severity: DEBUG, INFO, WARN or ERROR."),
	"okta.message": always((log) => log.displayMessage, "What happened, for people."),
	"okta.published": always((log) => log.published, "When the event happened, as Okta wrote it."),
	"okta.result": always(
		(log) => log.outcome?.result,
		"Outcome: SUCCESS, FAILURE, SKIPPED, ALLOW, DENY, CHALLENGE, UNKNOWN and others.",
	),
	"okta.reason": always((log) => log.outcome?.reason, "Reason for the outcome."),
	"okta.transaction.id": always((log) => log.transaction?.id, "Id of the request or job that the event belongs to."),
	"okta.transaction.type": always((log) => log.transaction?.type, "Kind of transaction: WEB or JOB."),
	"okta.requesturi": always((log) => log.debugContext?.debugData?.requestUri, "Path that was requested of Okta."),
	"okta.behaviors": always(
		(log) => log.debugContext?.debugData?.behaviors,
		"Behaviors and how each was judged, as Okta wrote them.",
	),
	"okta.logonlysecuritydata": always(
		(log) => log.debugContext?.debugData?.logOnlySecurityData,
		"Risk and behaviors that no policy looked at, as JSON text.",
	),

	"okta.actor.id": always((log) => log.actor?.id, "Id of who did it."),
	"okta.actor.Type": always(
		(log) => log.actor?.type,
		"Kind of actor: User, SystemPrincipal, PublicClientApp and others.",
	),
	"okta.actor.alternateid": always((log) => log.actor?.alternateId, "Actor's other id, which is a user's login."),
	"okta.actor.name": always((log) => log.actor?.displayName, "Actor's display name."),
	"okta.principal.id": always(
		(log) => log.debugContext?.debugData?.originalPrincipal?.id,
		"Id of the principal first authenticated.",
	),
	"okta.principal.alternateid": always(
		(log) => log.debugContext?.debugData?.originalPrincipal?.alternateId,
		"Other id of the principal first authenticated.",
	),
	"okta.principal.type": always(
		(log) => log.debugContext?.debugData?.originalPrincipal?.type,
		"Kind of the principal first authenticated.",
	),
	"okta.principal.name": always(
		(log) => log.debugContext?.debugData?.originalPrincipal?.displayName,
		"Display name of the principal first authenticated.",
	),

	"okta.client.zone": always((log) => log.client?.zone, "Network zone of the client; often the text `null`."),
	"okta.client.ip": always((log) => log.client?.ipAddress, "Address of the client."),
	"okta.client.device": always((log) => log.client?.device, "Kind of device: Computer, Mobile, Unknown and others."),
	"okta.client.id": always((log) => log.client?.id, "Id of the OAuth client or agent that made the request."),
	"okta.client.geo.city": always((log) => log.client?.geographicalContext?.city, "City of the client's address."),
	"okta.client.geo.state": always(
		(log) => log.client?.geographicalContext?.state,
		"State or region of the client's address.",
	),
	"okta.client.geo.country": always(
		(log) => log.client?.geographicalContext?.country,
		"Country of the client's address.",
	),
	"okta.client.geo.postalcode": always(
		(log) => log.client?.geographicalContext?.postalCode,
		"Postal code of the client's address.",
	),
	"okta.client.geo.lat": alwaysBy(
		coordinate,
		(log) => log.client?.geographicalContext?.geolocation?.lat,
		"Latitude of the client's address, 0 when unknown.",
	),
	"okta.client.geo.lon": alwaysBy(
		coordinate,
		(log) => log.client?.geographicalContext?.geolocation?.lon,
		"Longitude of the client's address, 0 when unknown.",
	),
	"okta.useragent.os": always((log) => log.client?.userAgent?.os, "Operating system of the client."),
	"okta.useragent.browser": always((log) => log.client?.userAgent?.browser, "Browser of the client."),
	"okta.useragent.raw": always((log) => log.client?.userAgent?.rawUserAgent, "User agent as the client sent it."),

	"okta.authentication.step": alwaysBy(
		(value) => text(value ?? 0),
		(log) => log.authenticationContext?.authenticationStep,
		"Step of the authentication, counted from 0.",
	),
	"okta.authentication.sessionid": always(
		(log) => log.authenticationContext?.externalSessionId,
		"Id of the actor's session.",
	),
	"okta.authentication.provider": always(
		(log) => log.authenticationContext?.authenticationProvider,
		"System that proved who the actor is.",
	),
	"okta.authentication.credentialprovider": always(
		(log) => log.authenticationContext?.credentialProvider,
		"Service that issued the credential.",
	),
	"okta.security.asnumber": alwaysNumber(
		(log) => log.securityContext?.asNumber,
		"Autonomous system of the client's address, or 0.",
	),
	"okta.security.asorg": always((log) => log.securityContext?.asOrg, "Organization of that autonomous system."),
	"okta.security.isp": always((log) => log.securityContext?.isp, "Internet provider of the client."),
	"okta.security.domain": always((log) => log.securityContext?.domain, "Domain of the client's address."),
	"okta.security.isproxy": always(
		(log) => log.securityContext?.isProxy,
		"Whether the request came through a known proxy: true, false.",
	),

	"okta.target.user.id": ofLastTarget("User", (target) => target.id, "Id of the user it was done to."),
	"okta.target.user.alternateid": ofLastTarget(
		"User",
		(target) => target.alternateId,
		"Login of the user it was done to.",
	),
	"okta.target.user.name": ofLastTarget(
		"User",
		(target) => target.displayName,
		"Display name of the user it was done to.",
	),
	"okta.target.group.id": ofLastTarget("UserGroup", (target) => target.id, "Id of the group it was done to."),
	"okta.target.group.alternateid": ofLastTarget(
		"UserGroup",
		(target) => target.alternateId,
		"Other id of the group it was done to.",
	),
	"okta.target.group.name": ofLastTarget(
		"UserGroup",
		(target) => target.displayName,
		"Name of the group it was done to.",
	),
	"okta.target.app.alternateid": ofLastTarget(
		"AppInstance",
		(target) => target.alternateId,
		"Other id of the app it was done to.",
	),
	"okta.targets.displayName": ofTargets(
		(target) => target.displayName,
		"Display names of all targets as `(a,b)`, or the one at an index.",
	),
	"okta.mfa.failure.countlast": countLast(
		"failure",
		"On a failed MFA challenge: how many the actor had in the last N seconds.",
	),
	"okta.mfa.deny.countlast": countLast(
		"deny",
		"On a refused MFA push: how many the actor refused in the last N seconds.",
	),
} satisfies FieldTable<OktaEvent>;

/** What the paths of applications begin with. */
const APPS = "/app/";

function appOfRequest(log: JsonObject): string | undefined {
	const uri = text(lax(log).debugContext?.debugData?.requestUri);
	if (!uri.startsWith(APPS)) return undefined;
	const end = uri.indexOf("/", APPS.length);
	return end === -1 ? uri.slice(APPS.length) : uri.slice(APPS.length, end);
}
