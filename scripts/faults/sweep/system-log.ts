import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { ORG_URL } from "../../demo/cast.ts";
import type { LogEvent } from "../../demo/log-event.ts";
import { type Listening, listen } from "../../listen.ts";
import type { Random } from "../random.ts";

const PATH = "/api/v1/logs";

/** The most events of a page, whatever is asked for: so that a run reads several. A shorter page is the end. */
const PAGE = 120;

/** How long Okta takes for a page, in milliseconds. */
const ANSWER = 40;

/**
 * The System Log of an org as it is polled (Okta's page "System Log query"): events in the order in which they were stored,
 * from a time on or from where the last page ended, and always with a place at which to go on.
 */
export class SystemLog {
	readonly #token: string;
	readonly #random: Random;
	readonly #events: LogEvent[] = [];
	#listening: Listening | undefined;
	/** How many pages were asked for. */
	pages = 0;

	private constructor(token: string, random: Random) {
		this.#token = token;
		this.#random = random;
	}

	/** Starts one on loopback; `token` opens it. */
	static async start(token: string, random: Random): Promise<SystemLog> {
		const log = new SystemLog(token, random);
		const server = createServer((request, response) => {
			log.#answer(request, response).catch(() => response.destroy());
		});
		log.#listening = await listen(server);
		return log;
	}

	get port(): number {
		return this.#listening?.port ?? 0;
	}

	append(events: readonly LogEvent[]): void {
		this.#events.push(...events);
	}

	async close(): Promise<void> {
		await this.#listening?.close();
	}

	async #answer({ url = "/", headers }: IncomingMessage, response: ServerResponse): Promise<void> {
		const { pathname, searchParams } = new URL(url, ORG_URL);
		if (headers.authorization !== `SSWS ${this.#token}`) return void response.writeHead(401).end("{}");
		if (pathname !== PATH) return void response.writeHead(404).end("{}");
		this.pages++;
		await sleep(this.#random.between(0, ANSWER));
		const since = searchParams.get("since") ?? "";
		const from = Number(searchParams.get("after") ?? this.#events.findIndex(({ published }) => published >= since));
		const start = from === -1 ? this.#events.length : from;
		const page = this.#events.slice(start, start + PAGE);
		const next = new URL(`${PATH}?after=${start + page.length}&limit=${searchParams.get("limit")}`, ORG_URL);
		const found = page.filter(({ published }) => published >= since);
		response.writeHead(200, { "content-type": "application/json", link: `<${next.href}>; rel="next"` });
		response.end(JSON.stringify(found));
	}
}
