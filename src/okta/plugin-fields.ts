import type { FieldTable } from "../falco/field.ts";
import type { OktaEvent } from "./event.ts";
import { always, alwaysBy, alwaysNumber, countLast, ofLastTarget, ofTargets, sometimes } from "./field-kinds.ts";
import { coordinate } from "./geolocation.ts";
import { type JsonObject, placeAt, text } from "./log-event.ts";

/** The fields of Falco's okta plugin 0.12.0: its names, types and arguments, and its idea of which are always there. */
export const PLUGIN_FIELDS = {
	"okta.app": sometimes("Application in the request's path: `slack` of `/app/slack/…/sso/saml`.", appOfRequest),
	"okta.org": {
		type: "CHARBUF",
		description: "Okta organization that the event comes from.",
		read: () => (event) => event.org,
	},
	"okta.evt.type": always("eventType", "Type of the event."),
	"okta.evt.legacytype": always("legacyEventType", "Type of the event in Okta's old Events API."),
	"okta.severity": always("severity", "Severity: DEBUG, INFO, WARN or ERROR."),
	"okta.message": always("displayMessage", "What happened, for people."),
	"okta.published": always("published", "When the event happened, as Okta wrote it."),
	"okta.result": always(
		"outcome.result",
		"Outcome: SUCCESS, FAILURE, SKIPPED, ALLOW, DENY, CHALLENGE, UNKNOWN and others.",
	),
	"okta.reason": always("outcome.reason", "Reason for the outcome."),
	"okta.transaction.id": always("transaction.id", "Id of the request or job that the event belongs to."),
	"okta.transaction.type": always("transaction.type", "Kind of transaction: WEB or JOB."),
	"okta.requesturi": always("debugContext.debugData.requestUri", "Path that was requested of Okta."),
	"okta.behaviors": always(
		"debugContext.debugData.behaviors",
		"Behaviors and how each was judged, as Okta wrote them.",
	),
	"okta.logonlysecuritydata": always(
		"debugContext.debugData.logOnlySecurityData",
		"Risk and behaviors that no policy looked at, as JSON text.",
	),

	"okta.actor.id": always("actor.id", "Id of who did it."),
	"okta.actor.Type": always("actor.type", "Kind of actor: User, SystemPrincipal, PublicClientApp and others."),
	"okta.actor.alternateid": always("actor.alternateId", "Actor's other id, which is a user's login."),
	"okta.actor.name": always("actor.displayName", "Actor's display name."),
	"okta.principal.id": always(
		"debugContext.debugData.originalPrincipal.id",
		"Id of the principal first authenticated.",
	),
	"okta.principal.alternateid": always(
		"debugContext.debugData.originalPrincipal.alternateId",
		"Other id of the principal first authenticated.",
	),
	"okta.principal.type": always(
		"debugContext.debugData.originalPrincipal.type",
		"Kind of the principal first authenticated.",
	),
	"okta.principal.name": always(
		"debugContext.debugData.originalPrincipal.displayName",
		"Display name of the principal first authenticated.",
	),

	"okta.client.zone": always("client.zone", "Network zone of the client; often the text `null`."),
	"okta.client.ip": always("client.ipAddress", "Address of the client."),
	"okta.client.device": always("client.device", "Kind of device: Computer, Mobile, Unknown and others."),
	"okta.client.id": always("client.id", "Id of the OAuth client or agent that made the request."),
	"okta.client.geo.city": always("client.geographicalContext.city", "City of the client's address."),
	"okta.client.geo.state": always("client.geographicalContext.state", "State or region of the client's address."),
	"okta.client.geo.country": always("client.geographicalContext.country", "Country of the client's address."),
	"okta.client.geo.postalcode": always("client.geographicalContext.postalCode", "Postal code of the client's address."),
	"okta.client.geo.lat": alwaysBy(
		coordinate,
		"client.geographicalContext.geolocation.lat",
		"Latitude of the client's address, 0 when unknown.",
	),
	"okta.client.geo.lon": alwaysBy(
		coordinate,
		"client.geographicalContext.geolocation.lon",
		"Longitude of the client's address, 0 when unknown.",
	),
	"okta.useragent.os": always("client.userAgent.os", "Operating system of the client."),
	"okta.useragent.browser": always("client.userAgent.browser", "Browser of the client."),
	"okta.useragent.raw": always("client.userAgent.rawUserAgent", "User agent as the client sent it."),

	"okta.authentication.step": alwaysBy(
		(value) => text(value ?? 0),
		"authenticationContext.authenticationStep",
		"Step of the authentication, counted from 0.",
	),
	"okta.authentication.sessionid": always("authenticationContext.externalSessionId", "Id of the actor's session."),
	"okta.authentication.provider": always(
		"authenticationContext.authenticationProvider",
		"System that proved who the actor is.",
	),
	"okta.authentication.credentialprovider": always(
		"authenticationContext.credentialProvider",
		"Service that issued the credential.",
	),
	"okta.security.asnumber": alwaysNumber(
		"securityContext.asNumber",
		"Autonomous system of the client's address, or 0.",
	),
	"okta.security.asorg": always("securityContext.asOrg", "Organization of that autonomous system."),
	"okta.security.isp": always("securityContext.isp", "Internet provider of the client."),
	"okta.security.domain": always("securityContext.domain", "Domain of the client's address."),
	"okta.security.isproxy": always(
		"securityContext.isProxy",
		"Whether the request came through a known proxy: true, false.",
	),

	"okta.target.user.id": ofLastTarget("User", "id", "Id of the user it was done to."),
	"okta.target.user.alternateid": ofLastTarget("User", "alternateId", "Login of the user it was done to."),
	"okta.target.user.name": ofLastTarget("User", "displayName", "Display name of the user it was done to."),
	"okta.target.group.id": ofLastTarget("UserGroup", "id", "Id of the group it was done to."),
	"okta.target.group.alternateid": ofLastTarget("UserGroup", "alternateId", "Other id of the group it was done to."),
	"okta.target.group.name": ofLastTarget("UserGroup", "displayName", "Name of the group it was done to."),
	"okta.target.app.alternateid": ofLastTarget("AppInstance", "alternateId", "Other id of the app it was done to."),
	"okta.targets.displayName": ofTargets(
		"displayName",
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

const requestUri = placeAt("debugContext.debugData.requestUri");

/** What the paths of applications begin with. */
const APPS = "/app/";

function appOfRequest(log: JsonObject): string | undefined {
	const uri = text(requestUri(log));
	if (!uri.startsWith(APPS)) return undefined;
	const end = uri.indexOf("/", APPS.length);
	return end === -1 ? uri.slice(APPS.length) : uri.slice(APPS.length, end);
}
