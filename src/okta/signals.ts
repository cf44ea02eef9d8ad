import { isJsonObject, type JsonObject, type Lax, lax, member, optionalText, text } from "./log-event.ts";
import { remembered } from "./remembered.ts";

/**
 * What Okta itself thinks of an event: risk and behaviors. It says so in up to three places, each in its own writing:
 * `securityContext` (JSON, newer), `debugData.risk` and `.behaviors` (Java's `{a=b, c=d}`, with no quoting whatever), and
 * `debugData.logOnlySecurityData` (JSON as text), which is filled when no policy evaluates them.
 */
const RISKS: readonly Place[] = [
	(log) => log.securityContext?.risk,
	(log) => log.debugContext?.debugData?.risk,
	(log) => member(logOnlySecurityData(log), "risk"),
];
const BEHAVIORS: readonly Place[] = [
	(log) => log.securityContext?.userBehaviors,
	(log) => log.debugContext?.debugData?.behaviors,
	(log) => member(logOnlySecurityData(log), "behaviors"),
];

type Place = (log: Lax) => unknown;

function logOnlySecurityData(log: Lax): unknown {
	return parsed(log.debugContext?.debugData?.logOnlySecurityData);
}

/** `HIGH`, `MEDIUM`, `LOW`, …; undefined where Okta gives no level. Where Okta's places disagree, HIGH wins. */
export function riskLevel(log: JsonObject): string | undefined {
	const levels = riskDetails(log, "level").map(text);
	return levels.includes("HIGH") ? "HIGH" : levels[0];
}

/** Why the risk is what it is, separated by ", "; undefined where Okta gives no reason. */
export function riskReasons(log: JsonObject): string | undefined {
	const [reasons] = riskDetails(log, "reasons");
	if (Array.isArray(reasons)) return reasons.length > 0 ? reasons.map(text).join(", ") : undefined;
	return optionalText(reasons)?.replace(/^\[(.*)\]$/s, "$1");
}

/** What each place that has the detail says. */
function riskDetails(log: JsonObject, name: string): unknown[] {
	return RISKS.map((place) => place(lax(log)))
		.filter((found) => found !== undefined)
		.map((found) => {
			const risk = isJsonObject(found) ? found : writtenRisk(text(found));
			return risk instanceof Map ? risk.get(name) : member(risk, name);
		})
		.filter((detail) => detail !== undefined && detail !== null);
}

/** What came as text: a JSON object, or Java's details. */
const writtenRisk = remembered((written): JsonObject | ReadonlyMap<string, string> => {
	const risk = parsed(written);
	return isJsonObject(risk) ? risk : javaDetails(text(risk));
});

/** `{reasons=Anomalous Device, New IP, level=HIGH}`, `Risk{level=LOW}`: a part without `name=` belongs to the one before. */
function javaDetails(written: string): ReadonlyMap<string, string> {
	const details = new Map<string, string>();
	let name = "";
	for (const part of javaParts(written)) {
		const [, next, value] = /^(\w+)=(.*)$/s.exec(part) ?? [];
		if (next !== undefined && value !== undefined) {
			name = next;
			details.set(name, value);
		} else if (name !== "") {
			details.set(name, `${details.get(name)}, ${part}`);
		}
	}
	return details;
}

function javaParts(written: string): string[] {
	return written
		.trim()
		.replace(/^\w*\{/, "")
		.replace(/\}$/, "")
		.trim()
		.split(", ");
}

/**
 * How one behavior was judged: `POSITIVE`, `NEGATIVE`, `UNKNOWN`, `BAD_REQUEST`. Blanks, case and punctuation of its name
 * do not count, because a field's argument cannot hold blanks: `NewDevice` is Okta's "New Device". Where Okta's places
 * disagree, POSITIVE wins.
 */
export function behavior(name: string): (log: JsonObject) => string | undefined {
	const wanted = bare(name);
	return (log) => {
		let judged: string | undefined;
		for (const place of BEHAVIORS) {
			const found = place(lax(log));
			const result = found === undefined ? undefined : judgements(found).get(wanted);
			if (result === "POSITIVE") return result;
			judged ??= result;
		}
		return judged;
	};
}

function bare(name: string): string {
	return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/** Results by the bare names of behaviors, of what stands in one of Okta's places. */
function judgements(behaviors: unknown): ReadonlyMap<string, string> {
	if (typeof behaviors === "string") return writtenJudgements(behaviors);
	if (typeof behaviors !== "object" || behaviors === null) return judgementsIn(results(behaviors));
	const known = listedJudgements.get(behaviors) ?? judgementsIn(results(behaviors));
	listedJudgements.set(behaviors, known);
	return known;
}

/** Of objects and lists: a text that is remembered as parsed is the same object each time. */
const listedJudgements = new WeakMap<object, ReadonlyMap<string, string>>();

const writtenJudgements = remembered((behaviors) => judgementsIn(results(parsed(behaviors))));

/** Of a behavior that is judged twice, POSITIVE, else what stands first. */
function judgementsIn(all: readonly Judgement[]): ReadonlyMap<string, string> {
	const judgements = new Map<string, string>();
	for (const [name, result] of all) {
		const key = bare(name);
		if (key !== "" && (result === "POSITIVE" || !judgements.has(key))) judgements.set(key, result);
	}
	return judgements;
}

type Judgement = readonly [name: string, result: string];

function results(behaviors: unknown): Judgement[] {
	if (Array.isArray(behaviors)) return behaviors.map((one) => [text(member(one, "name")), text(member(one, "result"))]);
	if (isJsonObject(behaviors)) return Object.entries(behaviors).map(([name, result]) => [name, text(result)]);
	return javaResults(text(behaviors));
}

/** `{New Device=POSITIVE, New IP=NEGATIVE}`. Admins name behaviors, so a name may hold commas and equals signs. */
function javaResults(written: string): Judgement[] {
	const found: Judgement[] = [];
	let begun = "";
	for (const part of javaParts(written)) {
		const end = part.lastIndexOf("=");
		if (end >= 0 && /^[A-Z_]+$/.test(part.slice(end + 1))) {
			found.push([begun + part.slice(0, end), part.slice(end + 1)]);
			begun = "";
		} else {
			begun += `${part}, `;
		}
	}
	return found;
}

/** JSON that came as text, parsed; anything else as it is. */
function parsed(value: unknown): unknown {
	return typeof value === "string" ? parsedText(value) : value;
}

const parsedText = remembered((written): unknown => {
	if (!/^\s*[[{]\s*["{[\]}]/.test(written)) return written;
	try {
		return JSON.parse(written);
	} catch {
		return written;
	}
});
