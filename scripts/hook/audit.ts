import { writeFileSync } from "node:fs";
import { type Command, InvalidArgumentError, Option } from "commander";
import { AdminClient } from "../alerts/admin-client.ts";
import { tableLines } from "../alerts/table.ts";
import { callerPath } from "../caller-path.ts";
import { requestHeader } from "../option-values.ts";
import { type Audit, auditPeriod } from "./audit-period.ts";
import { AMISS, counted, type HookOptions, hookCommand, hookUrl, run, say, sayJson } from "./command.ts";
import { connect } from "./connect.ts";
import { EventHooks } from "./event-hooks.ts";
import { ownHooks } from "./own-hooks.ts";

interface Options extends HookOptions {
	readonly since: Date;
	readonly until: Date;
	readonly token?: string;
	readonly header?: Readonly<Record<string, string>>;
	readonly missing?: string;
}

const HOUR = 3_600_000;

/** For so long the Worker knows which events it has seen (src/org/seen.ts), and a minute in which `7d` is thought about. */
const REMEMBERED = 7 * 24 * HOUR + HOUR / 60;

const HELP = `
Times are ISO 8601, or so long ago: 36h, 2d. The last ten minutes are left out unless asked for: their events may be on
their way.

Okta writes into its System Log which hooks an event was meant for, and which deliveries failed; the Worker tells which of
these events it has seen. It is asked at --worker, or where --url is, with ADMIN_TOKEN.

Exit status: 0 when all events arrived, 2 when some did not. To see what the rules would have made of those:

  npm run --silent hook -- audit --missing missing.jsonl
  npm run --silent rules -- eval --events missing.jsonl`;

/** `hook audit`: what Okta meant to push, against what arrived. */
export function auditCommand(): Command {
	const now = Date.now();
	return hookCommand("audit")
		.description("find the events that Okta meant to push and the Worker has not seen")
		.addOption(
			new Option("--since <time>", "from when on").default(new Date(now - 24 * HOUR), "1d").argParser(readTime),
		)
		.addOption(new Option("--until <time>", "until when").default(new Date(now - HOUR / 6), "10m").argParser(readTime))
		.addOption(
			new Option("--token <token>", "the Worker's ADMIN_TOKEN; better set as the variable than typed").env(
				"ADMIN_TOKEN",
			),
		)
		.option("--header <header>", "another header for the Worker, as 'Name: value'; may be given again", requestHeader)
		.option("--missing <file>", "write the events that did not arrive into a file, one a line")
		.addHelpText("after", HELP)
		.action((options: Options, command: Command) => run(command, () => audit(options)));
}

async function audit(options: Options): Promise<number> {
	const { since, until, token, header = {} } = options;
	if (since >= until) throw new Error("--since is not before --until.");
	if (since.getTime() < Date.now() - REMEMBERED)
		throw new Error("The Worker knows which events it saw for a week only.");
	const api = await connect(options.org, ["okta.eventHooks.read", "okta.logs.read"]);
	const own = ownHooks(await new EventHooks(api).list(), { name: options.name, url: hookUrl(options) });
	const [first] = own;
	if (first === undefined) throw new Error("There is no event hook for the Worker: npm run hook -- register");
	const url = options.worker ?? new URL("../", options.url ?? first.channel.config.uri);
	const doors = new AdminClient({ url, token: token === "" ? undefined : token, headers: header });
	const result = await auditPeriod(api, own, { since, until }, (uuids) => doors.unseen(uuids));
	if (options.missing !== undefined) {
		writeFileSync(callerPath(options.missing), result.missing.map((event) => `${JSON.stringify(event)}\n`).join(""));
	}
	if (options.json) sayJson({ since, until, ...result });
	else for (const line of auditLines(result, options)) say(line);
	return result.missing.length === 0 ? 0 : AMISS;
}

function auditLines({ meant, missing, failures, otherFailures }: Audit, { since, until }: Options): string[] {
	const row = ({ published, eventType, uuid }: Audit["missing"][number]) => [published, eventType, uuid].map(String);
	const others = otherFailures === 0 ? "" : ` (and ${otherFailures} to other hooks)`;
	return [
		`From ${since.toISOString()} to ${until.toISOString()}:`,
		`  ${counted(meant, "event")} meant for the Worker, ${meant - missing.length} arrived, ${missing.length} did not`,
		`  ${counted(failures.length, "delivery")} failed, as Okta has it${others}`,
		...(missing.length === 0 ? [] : ["", "Not arrived:", ...tableLines(missing.map(row)).map((line) => `  ${line}`)]),
		...(failures.length === 0 ? [] : ["", "Failed deliveries:"]),
		...tableLines(failures.map(({ published, reason }) => [published, reason])).map((line) => `  ${line}`),
	];
}

const UNITS = { h: HOUR, d: 24 * HOUR, m: HOUR / 60 };

function readTime(text: string): Date {
	const [, number, unit] = /^(\d{1,4})([mhd])$/.exec(text) ?? [];
	if (number !== undefined) return new Date(Date.now() - Number(number) * UNITS[unit as keyof typeof UNITS]);
	const date = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text)
		? new Date(text)
		: undefined;
	if (date !== undefined && !Number.isNaN(date.getTime())) return date;
	throw new InvalidArgumentError("Give a time such as 2026-03-02T09:00:00Z, or how long ago: 36h, 2d.");
}
