import { globSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import * as z from "zod";
import { messageOf } from "../../src/message-of.ts";
import type { JsonObject } from "../../src/okta/log-event.ts";
import { type ExactJson, parseExact } from "./exact-json.ts";

/** Falco settings that a case may ask for. */
const configSchema = z.strictObject({
	time_format_iso_8601: z.boolean().optional(),
	json_include_message_property: z.boolean().optional(),
	json_include_output_property: z.boolean().optional(),
	json_include_output_fields_property: z.boolean().optional(),
	json_include_tags_property: z.boolean().optional(),
});

const problemSchema = z.object({
	code: z.string(),
	message: z.string(),
	item_type: z.string(),
	item_name: z.string(),
});

const loadSchema = z.object({
	successful: z.boolean(),
	errors: z.array(problemSchema),
	warnings: z.array(problemSchema),
	/** Falco ended without a result. */
	crash: z.boolean().optional(),
});

const rulesSchema = z.union([z.string().transform((text) => [text]), z.array(z.string())]);

const caseSchema = z.object({
	id: z.string(),
	group: z.string().default(""),
	rules: rulesSchema,
	rule_matching: z.enum(["first", "all"]).default("first"),
	config: configSchema.default({}),
	events: z.array(z.custom<JsonObject>()).optional(),
	events_file: z.string().optional(),
	alerts: z.array(z.custom<ExactJson>()).optional(),
	load: loadSchema.optional(),
	/** Falco ended at the first event. */
	crash: z.object({ text: z.string() }).optional(),
	/** `isProxy` was given as text because Falco takes no boolean there. */
	isproxy_as_text: z.boolean().default(false),
});

export type Case = Omit<z.infer<typeof caseSchema>, "events_file"> & { readonly file: string };
export type ExpectedLoad = z.infer<typeof loadSchema>;
export type ExpectedProblem = z.infer<typeof problemSchema>;

/** An event that Falco cannot take at all. */
const refusedSchema = z.object({ id: z.string(), event: z.custom<JsonObject>() });
export type RefusedEvent = z.infer<typeof refusedSchema> & { readonly file: string };

export interface Vectors {
	readonly cases: readonly Case[];
	readonly refused: readonly RefusedEvent[];
}

/**
 * The cases of JSON Lines files, one case a line; of a directory all `*.jsonl` in it. Lines that are no cases (events
 * that cases refer to, remarks) are left out.
 * @throws Error that names the file and the line of a case that is none
 */
export function readVectors(paths: readonly string[]): Vectors {
	const cases: Case[] = [];
	const refused: RefusedEvent[] = [];
	for (const file of paths.flatMap(filesAt)) {
		for (const [number, value] of readLines(file)) {
			if (typeof value !== "object" || value === null || !("id" in value)) continue;
			try {
				if ("rules" in value) cases.push(readCase(file, value));
				else if ("still_refused" in value) refused.push({ ...refusedSchema.parse(value), file });
			} catch (error) {
				const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
				throw new Error(`${file}:${number}: ${reason}`);
			}
		}
	}
	return { cases, refused };
}

function filesAt(path: string): string[] {
	if (!statSync(path).isDirectory()) return [path];
	return globSync("*.jsonl", { cwd: path })
		.sort()
		.map((name) => join(path, name));
}

function readCase(file: string, value: object): Case {
	const { events_file, ...read } = caseSchema.parse(value);
	if (events_file === undefined) return { ...read, file };
	const events = readLines(join(dirname(file), events_file)).map(([, event]) => event as JsonObject);
	return { ...read, events, file };
}

function readLines(file: string): [number: number, value: unknown][] {
	return readFileSync(file, "utf8")
		.split("\n")
		.map((line, at): [number, string] => [at + 1, line])
		.filter(([, line]) => line.trim() !== "")
		.map(([number, line]) => {
			try {
				return [number, parseExact(line)];
			} catch (error) {
				throw new Error(`${file}:${number}: ${messageOf(error)}`);
			}
		});
}
