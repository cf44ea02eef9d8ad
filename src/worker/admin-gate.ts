import type { MiddlewareHandler } from "hono";
import { configOf } from "./config.ts";
import { type OperatorOptions, type OperatorVariables, operatorReader, requireDoors } from "./operator.ts";
import { Refusal } from "./refusal.ts";
import { isOwnPage, isSafe } from "./same-origin.ts";

/**
 * Lets operators through (operator.ts). Everybody else gets a 401, the same whatever is wrong; 404 where nothing is
 * configured that would let anybody in.
 */
export function adminGate(
	options: OperatorOptions = {},
): MiddlewareHandler<{ Bindings: Env; Variables: OperatorVariables }> {
	const operatorOf = operatorReader(options);
	return async (c, next) => {
		const config = configOf(c.env);
		requireDoors(config);
		const operator = await operatorOf(c.req.raw, config);
		if (operator instanceof Refusal) throw operator;
		if (operator.isAmbient && !isSafe(c.req.raw) && isOwnPage(c.req.raw) === false) throw notFromHere(c.req.raw);
		c.set("operator", operator.name);
		await next();
	};
}

/** The answer to what another site's page made a browser send, or may have: old browsers, and any without TLS, do not tell. */
export function notFromHere({ headers }: Request): Refusal {
	const isTold = headers.has("Sec-Fetch-Site") || (headers.get("Origin") ?? "null") !== "null";
	if (isTold) return new Refusal(403, "a page of another site sent this", "another site's page must not do this");
	const answer =
		"your browser does not say whose page sent this: it takes an https address, and a browser of the last years";
	return new Refusal(403, "nothing says whose page sent this", answer);
}
