import {
	ADMIN_CONSOLE,
	AMARA,
	CONTRACTORS,
	ENGINEERING,
	HOME,
	HR_SYNC,
	INES,
	JIRA,
	JONAS,
	LUCA,
	MAYA,
	OFFICE,
	OFFICE_MAC,
	PHONE,
	PRIYA,
	SALES,
	SALESFORCE,
	SERVER,
	SLACK,
	STRANGER,
	TOMASZ,
	WORKDAY,
	ZOE,
} from "./cast.ts";
import {
	changesPassword,
	changesPolicy,
	createsToken,
	enrolls,
	factorAnswered,
	factorFails,
	getsApp,
	grantsRole,
	isLockedOut,
	joinsGroup,
	leavesGroup,
	meetsRateLimit,
	onUser,
	opens,
	pushDenied,
	removesFactor,
	reportsActivity,
	signInFails,
	signsIn,
	signsOut,
} from "./happenings.ts";
import type { Facts } from "./log-event.ts";

/** One delivery of the day: what happened, and which rules are expected to make an alert of it. */
export interface Step {
	/** When it happened in the story: HH:MM. Okta does not promise order, so a step may be older than the one before. */
	readonly at: string;
	readonly story: string;
	readonly events: readonly Facts[];
	/** Rules of the shipped set that alert, once each, on an event of this step. */
	readonly raises?: readonly string[];
	/** Okta missed the answer and posts the same delivery again. */
	readonly twice?: true;
	/** Place in `events` of one that arrives damaged: without its uuid and its time. */
	readonly damaged?: number;
}

const DENIED_PUSH = "Okta MFA Push Rejected by User";
const DENIED_PUSHES = "Too many denied MFA Pushes in last 5min";
const FAILED_MFA = "Too many failed MFA in last 5min";

/** A working day of a small company, in the order in which Okta delivers it. */
export const DAY: readonly Step[] = [
	{ at: "07:41", story: "Jonas signs in from home", events: signsIn(JONAS, HOME) },
	{
		at: "07:55",
		story: "Ines, who runs Okta, signs in to the Admin Console",
		events: signsIn(INES, OFFICE, ADMIN_CONSOLE),
	},
	{ at: "08:02", story: "Maya reads Slack on her phone", events: [...signsIn(MAYA, PHONE), opens(MAYA, PHONE, SLACK)] },
	{
		at: "08:10",
		story: "the HR system creates an account for Zoë, who starts today",
		events: [
			onUser("user.lifecycle.create", HR_SYNC, SERVER, ZOE, "/api/v1/users"),
			onUser("user.lifecycle.activate", HR_SYNC, SERVER, ZOE),
		],
	},
	{
		at: "08:11",
		story: "Zoë joins Engineering and is given its apps; Okta misses the answer and sends this again",
		events: [joinsGroup(HR_SYNC, SERVER, ZOE, ENGINEERING), getsApp(ZOE, SLACK), getsApp(ZOE, JIRA)],
		twice: true,
	},
	{
		at: "08:24",
		story: "Zoë chooses a password and enrolls Okta Verify",
		events: [
			changesPassword(ZOE, OFFICE_MAC),
			enrolls(ZOE, OFFICE_MAC, "OKTA_VERIFY_PUSH"),
			...signsIn(ZOE, OFFICE_MAC),
		],
	},
	{
		at: "08:33",
		story: "Tomasz mistypes his password, then signs in",
		events: [
			factorFails(TOMASZ, OFFICE, "PASSWORD_AS_FACTOR"),
			signInFails(TOMASZ, OFFICE),
			...signsIn(TOMASZ, OFFICE),
		],
	},
	{
		at: "09:04",
		story: "Jonas has forgotten his Workday password; Tomasz of the help desk resets it",
		events: [onUser("user.account.reset_password", TOMASZ, OFFICE, JONAS)],
		raises: ["User password reset by OKTA admin"],
	},
	{ at: "09:09", story: "Jonas sets a new one", events: [changesPassword(JONAS, HOME), opens(JONAS, HOME, WORKDAY)] },
	{
		at: "09:30",
		story: "Priya has a new phone: Tomasz resets all her factors",
		events: [onUser("user.mfa.factor.reset_all", TOMASZ, OFFICE, PRIYA)],
		raises: ["removing all MFA factor from user in OKTA"],
	},
	{
		at: "09:36",
		story: "Priya enrolls the new phone",
		events: [enrolls(PRIYA, PHONE, "OKTA_VERIFY_PUSH"), ...signsIn(PRIYA, OFFICE_MAC)],
	},
	{ at: "10:02", story: "Zoë opens Jira", events: [opens(ZOE, OFFICE_MAC, JIRA)] },
	{ at: "10:14", story: "Amara enters a code that has run out", events: [factorFails(AMARA, HOME, "GOOGLE_TOKEN")] },
	{ at: "10:15", story: "… and another", events: [factorFails(AMARA, HOME, "GOOGLE_TOKEN")] },
	{
		at: "10:16",
		story: "… and a third; her phone's clock is wrong",
		events: [factorFails(AMARA, HOME, "GOOGLE_TOKEN")],
		raises: [FAILED_MFA],
	},
	{
		at: "10:21",
		story: "Amara sets the clock and is in",
		events: [factorAnswered(AMARA, HOME, "GOOGLE_TOKEN"), opens(AMARA, HOME, JIRA)],
	},
	{
		at: "10:48",
		story: "Luca moves to the contractors",
		events: [joinsGroup(INES, OFFICE, LUCA, CONTRACTORS), leavesGroup(INES, OFFICE, LUCA, SALES)],
	},
	{
		at: "11:20",
		story: "somebody has Maya's password; her phone asks, she says no",
		events: [pushDenied(MAYA, STRANGER)],
		raises: [DENIED_PUSH],
	},
	{ at: "11:21", story: "… no", events: [pushDenied(MAYA, STRANGER)], raises: [DENIED_PUSH] },
	{ at: "11:22", story: "… no!", events: [pushDenied(MAYA, STRANGER)], raises: [DENIED_PUSH, DENIED_PUSHES] },
	{ at: "11:23", story: "… and NO", events: [pushDenied(MAYA, STRANGER)], raises: [DENIED_PUSH, DENIED_PUSHES] },
	{
		at: "11:25",
		story: "Maya tells Okta that this was not her",
		events: [reportsActivity(MAYA, PHONE, STRANGER)],
		raises: ["Okta User Reported Suspicious Activity"],
	},
	{
		at: "11:27",
		story: "the stranger guesses at other passwords until Okta locks the account",
		events: [signInFails(MAYA, STRANGER), signInFails(MAYA, STRANGER), isLockedOut(MAYA, STRANGER)],
		raises: ["User has been locked out in OKTA"],
	},
	{
		at: "11:31",
		story: "Ines suspends Maya's account and ends her sessions",
		events: [
			onUser("user.lifecycle.suspend", INES, OFFICE, MAYA),
			onUser("user.session.clear", INES, OFFICE, MAYA, `/api/v1/users/${MAYA.id}/sessions`),
		],
		raises: ["User has been suspended in OKTA"],
	},
	{
		at: "11:52",
		story: "after a call Maya gets her account back, without the authenticator app",
		events: [
			onUser("user.lifecycle.unsuspend", INES, OFFICE, MAYA),
			onUser("user.account.unlock", INES, OFFICE, MAYA),
			removesFactor(INES, OFFICE, MAYA, "GOOGLE_TOKEN"),
		],
		raises: ["removing MFA factor from user in OKTA"],
	},
	{
		at: "12:01",
		story: "Maya takes a new password and a security key",
		events: [changesPassword(MAYA, OFFICE), enrolls(MAYA, OFFICE, "FIDO_WEBAUTHN"), opens(MAYA, OFFICE, SALESFORCE)],
	},
	{
		at: "13:05",
		story: "Ines makes Tomasz an administrator",
		events: [grantsRole(INES, OFFICE, TOMASZ, "Group administrator, Help Desk administrator")],
		raises: ["Admin permission has been assigned to a user in OKTA"],
	},
	{
		at: "13:40",
		story: "Amara makes an API token for a report, good for any network",
		events: [createsToken(AMARA, HOME, "quarterly-report")],
		raises: ["Creating a new OKTA API token", "Okta API Token Allowed from Any Network"],
	},
	{
		at: "14:02",
		story: "the report asks Okta too much at once",
		events: [
			meetsRateLimit("warning", AMARA, SERVER, "/api/v1/users"),
			meetsRateLimit("violation", AMARA, SERVER, "/api/v1/users"),
		],
		raises: ["User hitting the rate limit on requests in OKTA"],
	},
	{
		at: "14:30",
		story: "Ines tightens the sign-in policy",
		events: [changesPolicy(INES, OFFICE, "Any two factors", "Catch-all Rule")],
	},
	{
		at: "15:03",
		story: "one of three events arrives damaged; the other two count",
		events: [opens(PRIYA, OFFICE_MAC, SLACK), opens(JONAS, HOME, SLACK), opens(ZOE, OFFICE_MAC, SLACK)],
		damaged: 1,
	},
	{
		at: "14:41",
		story: "Okta is late with this one: Maya opened Salesforce twenty minutes ago",
		events: [opens(MAYA, OFFICE, SALESFORCE)],
	},
	{
		at: "16:30",
		story: "Luca's contract ends",
		events: [
			onUser("user.lifecycle.deactivate", HR_SYNC, SERVER, LUCA),
			leavesGroup(HR_SYNC, SERVER, LUCA, CONTRACTORS),
		],
	},
	{
		at: "17:32",
		story: "people sign out",
		events: [signsOut(INES, OFFICE), signsOut(PRIYA, OFFICE_MAC), signsOut(ZOE, OFFICE_MAC), signsOut(TOMASZ, OFFICE)],
	},
];
