import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { z } from "zod";
import { PRIORITIES, type Priority, parsePriority } from "../../src/falco/priority.ts";
import { listen } from "../listen.ts";

/**
 * A stand-in for Falcosidekick on loopback: it takes and refuses what Falcosidekick takes and refuses (its handlers.go
 * and types.go), and hands each accepted alert to whoever started it instead of to Slack.
 */
export interface Falcosidekick {
	/** Where to POST alerts. */
	readonly url: string;
	/** Stops listening and drops open connections. */
	readonly close: () => Promise<void>;
}

export interface FalcosidekickOptions {
	readonly onAlert: (alert: Alert) => void;
	/** Told of a request that got a 400, with the text of it. */
	readonly onRejected?: (answer: string, body: string) => void;
	/** 0, the default, takes a free port. */
	readonly port?: number;
}

/** Falco's alert as Falcosidekick reads it. */
export interface Alert {
	readonly priority: Priority;
	readonly rule: string;
	/** RFC 3339, as sent. */
	readonly time: string;
	readonly output: string;
	readonly source: string;
	readonly hostname: string;
	readonly tags: readonly string[];
	readonly outputFields: Readonly<Record<string, unknown>>;
}

const NOT_A_POST = "Please send with post http method\n";
const NOT_AN_ALERT = "Please send a valid request body\n";

/** Paths that Falcosidekick answers by themselves, whatever the method; any other path takes alerts. */
const OTHER_PATHS: Readonly<Record<string, { type: string; body: string }>> = {
	"/ping": { type: "text/plain; charset=utf-8", body: "pong\n" },
	"/healthz": { type: "application/json", body: '{"status": "ok"}' },
	"/metrics": { type: "text/plain; version=0.0.4; charset=utf-8", body: "falcosecurity_falcosidekick_build_info 1\n" },
};

/** Starts the stand-in on 127.0.0.1. Rejects with Node's own error when the port cannot be had. */
export async function startFalcosidekick(options: FalcosidekickOptions): Promise<Falcosidekick> {
	const { port, close } = await listen(createServer(listener(options)), options.port);
	return { url: `http://127.0.0.1:${port}/`, close };
}

function listener(options: FalcosidekickOptions): RequestListener {
	return (request, response) => {
		const [path = "/"] = (request.url ?? "/").split("?");
		const other = OTHER_PATHS[path];
		if (path.includes("//")) response.writeHead(301, { location: path.replaceAll(/\/+/g, "/") }).end();
		else if (other) response.writeHead(200, { "content-type": other.type }).end(other.body);
		else void takeAlert(request, response, options).catch(() => response.destroy());
	};
}

async function takeAlert(request: IncomingMessage, response: ServerResponse, options: FalcosidekickOptions) {
	const body = (await buffer(request)).toString("utf8");
	const reject = (answer: string) => {
		response.writeHead(400, { "content-type": "text/plain; charset=utf-8" }).end(answer);
		options.onRejected?.(answer, body);
	};
	if (request.method !== "POST") return reject(NOT_A_POST);
	const alert = readAlert(body);
	if (!alert) return reject(NOT_AN_ALERT);
	// Falcosidekick's handler panics on these, and Go then closes the connection without an answer.
	if (KUBERNETES_KEYS.some((key) => !isTextOrNull(alert.outputFields[key]))) return void response.destroy();
	response.writeHead(200, { "content-length": 0 }).end();
	options.onAlert(alert);
}

const KUBERNETES_KEYS = ["k8s.ns.name", "k8s.pod.name"];

function isTextOrNull(value: unknown): boolean {
	return value === undefined || value === null || typeof value === "string";
}

const TEXT = z
	.string()
	.nullish()
	.transform((text) => text ?? "");

/** What Falcosidekick's decoder and its `Check()` ask of a payload together. */
const ALERT = z
	.object({
		priority: z.preprocess((name) => (typeof name === "string" ? parsePriority(name) : name), z.enum(PRIORITIES)),
		rule: z.string().min(1),
		time: z.string().refine(isTime),
		output: TEXT,
		source: TEXT,
		hostname: TEXT,
		uuid: TEXT,
		tags: z
			.array(TEXT)
			.nullish()
			.transform((tags) => tags ?? []),
		output_fields: z.record(z.string(), z.unknown()).refine((fields) => Object.keys(fields).length > 0),
	})
	.transform(({ output_fields, uuid: _, ...alert }): Alert => ({ ...alert, outputFields: output_fields }));

/** The alert in a request's body, or undefined where Falcosidekick answers that it is none. */
function readAlert(body: string): Alert | undefined {
	try {
		const value: unknown = JSON.parse(firstObject(body));
		const members = Object.entries(value ?? {}).map(([key, member]) => [key.toLowerCase(), member] as const);
		return ALERT.safeParse(Object.fromEntries(members)).data;
	} catch {
		return undefined;
	}
}

/** Go's decoder stops after the first value: whatever follows the first object is not looked at. */
function firstObject(body: string): string {
	let depth = 0;
	for (const { 0: token, index } of body.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/gs)) {
		if (token === "{") depth += 1;
		if (token === "}") depth -= 1;
		if (depth <= 0 && token === "}") return body.slice(0, index + 1);
	}
	return body;
}

const TIME =
	/^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:[.,]\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

const ZERO_TIME = /^0001-01-01T00:00:00(?:[.,]0+)?Z$/;

/** Whether Go reads a `time.Time` from it (RFC 3339, a day that exists), and not the zero time. */
function isTime(text: string): boolean {
	const [, year, month, day] = TIME.exec(text) ?? [];
	// Years 0–99 mean 1900 and later to Date.UTC; leap years repeat every 400.
	const lastDay = new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate();
	return Number(day) <= lastDay && !ZERO_TIME.test(text);
}
