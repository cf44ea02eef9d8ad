import type { MiddlewareHandler } from "hono";
import { isWebSocket } from "../org/live.ts";
import { notFromHere } from "./admin-gate.ts";
import { configOf } from "./config.ts";
import {
	type Operator,
	type OperatorOptions,
	type OperatorVariables,
	operatorReader,
	requireDoors,
} from "./operator.ts";
import { sessionOf } from "./page-session.ts";
import { Refusal } from "./refusal.ts";
import { isOwnPage, isSafe } from "./same-origin.ts";
import type { Session } from "./session.ts";
import { signInPath } from "./sign-in-path.ts";

/** What the handlers behind the page's gate find in their context. */
export interface PageVariables extends OperatorVariables {
	/** The session by which the operator was let in; undefined where it is a bearer token or Cloudflare Access. */
	session: Session | undefined;
	/** When what else let the operator in is over, in milliseconds; undefined where it has no end. */
	until: number | undefined;
}

/**
 * Lets operators through to the status page: as `adminGate` does, or by a session that the sign-in page began, which is
 * renewed here. Browsers without any are sent there; everybody else gets a 401. What changes something, and a WebSocket,
 * has to come from a page of this origin, unless it comes with a bearer token.
 */
export function pageGate(
	options: OperatorOptions = {},
): MiddlewareHandler<{ Bindings: Env; Variables: PageVariables }> {
	const operatorOf = operatorReader(options);
	return async (c, next) => {
		const request = c.req.raw;
		const config = configOf(c.env);
		requireDoors(config);
		let operator = await operatorOf(request, config);
		if (operator instanceof Refusal) {
			const session = await sessionOf(c, config);
			if (session === undefined || session instanceof Refusal) {
				if (config.adminToken !== undefined && isNavigation(request)) return c.redirect(signInPath(request), 303);
				throw session ?? operator;
			}
			c.set("session", session);
			operator = BY_SESSION;
		}
		const isRead = isSafe(request) && !isWebSocket(request);
		if (operator.isAmbient && !isRead && isOwnPage(request) !== true) throw notFromHere(request);
		c.set("operator", operator.name);
		c.set("until", operator.until);
		return next();
	};
}

const BY_SESSION: Operator = { name: "ADMIN_TOKEN", isAmbient: true };

/** Whether a browser asks for something to show instead of the page it is on. */
function isNavigation({ headers }: Request): boolean {
	const mode = headers.get("Sec-Fetch-Mode");
	return mode === null ? (headers.get("Accept") ?? "").includes("text/html") : mode === "navigate";
}
