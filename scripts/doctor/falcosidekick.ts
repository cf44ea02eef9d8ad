import { checkDestination } from "../../src/falcosidekick/destination.ts";
import { outcomeOf } from "../../src/falcosidekick/outcome.ts";
import type { Environment } from "./environment.ts";
import { type Finding, PATIENCE, reasonOf } from "./finding.ts";

const NAME = "Falcosidekick";

/** What Falcosidekick says to a GET, which raises no alert (its handlers.go). */
const ITS_WORDS = "Please send with post http method";

/** Whether what answers at FALCOSIDEKICK_URL is Falcosidekick. It counts the question as one refused input. */
export async function checkFalcosidekick(
	settings: Readonly<Record<string, unknown>>,
	{ isBound }: Pick<Environment, "isBound">,
): Promise<Finding> {
	if (isBound) {
		return { name: NAME, state: "skipped", found: "is reached through a binding, which only the deployed Worker has" };
	}
	const textOf = (name: string) => String(settings[name] ?? "").trim() || undefined;
	const destination = checkDestination({
		FALCOSIDEKICK_URL: textOf("FALCOSIDEKICK_URL"),
		FALCOSIDEKICK_HEADERS: textOf("FALCOSIDEKICK_HEADERS"),
	});
	if ("faults" in destination) return { name: NAME, state: "skipped", found: "its address or headers are not right" };
	const { url, headers } = destination;
	try {
		const signal = AbortSignal.timeout(PATIENCE);
		const response = await fetch(url, { headers, redirect: "manual", signal });
		return judged(response.status, (await response.text()).slice(0, 4096), new URL(url).origin);
	} catch (error) {
		const todo =
			"start it, or look at FALCOSIDEKICK_URL; where only Cloudflare can reach it, nothing is wrong with that";
		return {
			name: NAME,
			state: "failed",
			found: `${new URL(url).origin} cannot be reached from here: ${reasonOf(error)}`,
			todo,
		};
	}
}

function judged(status: number, body: string, origin: string): Finding {
	if (status === 400 && body.includes(ITS_WORDS)) {
		return { name: NAME, state: "ok", found: `${origin} answers as Falcosidekick does` };
	}
	return {
		name: NAME,
		state: "failed",
		found: `${origin} answers ${status}, not as Falcosidekick does`,
		todo: todoAbout(status, body),
	};
}

function todoAbout(status: number, body: string): string {
	const outcome = outcomeOf({ status, body, retryAfter: null }, Date.now());
	if (outcome.type === "retry") return "see whether Falcosidekick runs, and whether what stands before it reaches it";
	if (status === 400 && outcome.type === "misconfigured") return outcome.reason.replace("400: ", "");
	return status === 401 || status === 403 || (status >= 300 && status < 400)
		? "look at FALCOSIDEKICK_HEADERS, which .dev.vars has to have here as well; for Cloudflare Access: a service token, and a Service Auth policy"
		: "look at FALCOSIDEKICK_URL, its path above all: Falcosidekick takes alerts at /";
}
