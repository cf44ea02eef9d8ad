import { type JsonObject, lax, resultOf } from "../log-event.ts";
import { mfaKind } from "../mfa-counters.ts";
import { riskLevel } from "../signals.ts";

/** A kind of event that later ones can be asked about. */
export interface Activity {
	/** The types that its events have. */
	readonly types: readonly string[];
	/** Whether an event of one of these types is one. */
	readonly includes: (log: JsonObject) => boolean;
}

interface NamedActivity extends Activity {
	readonly description: string;
}

const AUTH_VIA_MFA = "user.authentication.auth_via_mfa";
const SIGN_INS = ["user.session.start", "user.authentication.sso", AUTH_VIA_MFA, "user.authentication.auth_via_IDP"];

/** The activities that have a name: what `ACTIVITY` may be in `okta.recent[ACTIVITY,KEY,SECONDS]`, beside event types. */
export const ACTIVITIES = {
	mfa_deny: {
		description: "a push was refused, as `okta.mfa.deny.countlast` counts it",
		types: [AUTH_VIA_MFA, "user.mfa.okta_verify.deny_push"],
		includes: (log) => mfaKind(log) === "deny",
	},
	mfa_failure: {
		description: "an MFA challenge failed, as `okta.mfa.failure.countlast` counts it",
		types: [AUTH_VIA_MFA],
		includes: (log) => mfaKind(log) === "failure",
	},
	signin_failure: {
		description: "a sign-in failed",
		types: ["user.session.start"],
		includes: (log) => resultOf(log) === "FAILURE",
	},
	risky_signin: {
		description: "a sign-in worked although Okta rated it HIGH or suspected an attack",
		types: SIGN_INS,
		includes: (log) =>
			isSuccess(log) && (isTrue(lax(log).debugContext?.debugData?.threatSuspected) || riskLevel(log) === "HIGH"),
	},
	proxy_signin: {
		description: "a sign-in worked through a proxy",
		types: SIGN_INS,
		includes: (log) => isSuccess(log) && isTrue(lax(log).securityContext?.isProxy),
	},
	lockout: {
		description: "an account was locked",
		types: ["user.account.lock", "user.account.lock.limit"],
		includes: () => true,
	},
	password_reset: {
		description: "a password was reset or made to expire",
		types: ["user.account.reset_password", "user.account.expire_password"],
		includes: isSuccess,
	},
	factor_reset: {
		description: "one authentication factor or all were taken away",
		types: ["user.mfa.factor.reset_all", "user.mfa.factor.deactivate"],
		includes: isSuccess,
	},
	factor_enrolled: {
		description: "a factor or a device was enrolled",
		types: ["user.mfa.factor.activate", "device.enrollment.create"],
		includes: isSuccess,
	},
	privilege_grant: {
		description: "an admin role was given",
		types: ["user.account.privilege.grant"],
		includes: isSuccess,
	},
} as const satisfies Record<string, NamedActivity>;

export const ACTIVITY_NAMES: readonly string[] = Object.keys(ACTIVITIES);

/** `user.mfa.factor.activate`, or with a result `user.session.start:FAILURE`. */
const EVENT_TYPE = /^([A-Za-z][\w-]*(?:\.[\w-]+)+)(?::([A-Z_]+))?$/;

/** The activity of that name, or of events of that type; undefined when the text is neither. */
export function activityOf(name: string): Activity | undefined {
	if (Object.hasOwn(ACTIVITIES, name)) return ACTIVITIES[name as keyof typeof ACTIVITIES];
	const [, type, result] = EVENT_TYPE.exec(name) ?? [];
	if (type === undefined) return undefined;
	return { types: [type], includes: (log) => result === undefined || resultOf(log) === result };
}

function isSuccess(log: JsonObject): boolean {
	return resultOf(log) === "SUCCESS";
}

/** Flags come as a boolean or as text. */
function isTrue(flag: unknown): boolean {
	return flag === true || flag === "true";
}
