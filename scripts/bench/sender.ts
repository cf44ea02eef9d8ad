import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Events } from "./events.ts";

/** A delivery that was answered with 204. Times are milliseconds of `performance.now()`. */
export interface Answer {
	/** When it was sent; where a rate was kept, when it should have been. */
	readonly sentAt: number;
	readonly latency: number;
	/** `published` of its events. */
	readonly published: readonly string[];
}

export interface Sent {
	readonly answers: readonly Answer[];
	/** How long it all took. */
	readonly milliseconds: number;
}

/** Connections at most. */
const CONNECTIONS = 64;

/** Deliveries under way at a time when it sends as fast as it can. */
const AT_A_TIME = 8;

/** Okta's part: sends deliveries, and throws when one is answered with anything but 204. */
export class Sender {
	readonly #url: URL;
	readonly #headers: Readonly<Record<string, string>>;
	readonly #events: Events;
	readonly #agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

	constructor(url: URL, secret: string, events: Events) {
		this.#url = url;
		this.#headers = { authorization: secret, "content-type": "application/json" };
		this.#events = events;
	}

	/** Sends so many deliveries of one event a second, whether or not those before were answered. */
	async openLoop(rate: number, milliseconds: number): Promise<Sent> {
		const bodies = this.#events.deliveries(Math.floor((rate * milliseconds) / 1_000));
		const start = performance.now();
		const answers: Promise<Answer>[] = [];
		for (const [index, body] of bodies.entries()) {
			const due = start + (index * 1_000) / rate;
			const early = due - performance.now();
			if (early > 1) await sleep(early);
			answers.push(this.#send(body, due));
		}
		return { answers: await Promise.all(answers), milliseconds: performance.now() - start };
	}

	/** Sends deliveries of so many events as fast as they are answered. */
	async closedLoop(size: number, milliseconds: number): Promise<Sent> {
		const start = performance.now();
		const answers: Answer[] = [];
		const send = async () => {
			while (performance.now() - start < milliseconds) {
				const body = this.#events.delivery(size);
				answers.push(await this.#send(body, performance.now()));
			}
		};
		await Promise.all(Array.from({ length: AT_A_TIME }, send));
		return { answers, milliseconds: performance.now() - start };
	}

	close(): void {
		this.#agent.destroy();
	}

	#send(body: string, sentAt: number): Promise<Answer> {
		const published = [...body.matchAll(/"published":"([^"]+)"/g)].map(([, time = ""]) => time);
		return new Promise((resolve, reject) => {
			const sending = request(this.#url, { method: "POST", agent: this.#agent, headers: this.#headers }, (response) => {
				response.resume().on("end", () => {
					if (response.statusCode === 204) resolve({ sentAt, latency: performance.now() - sentAt, published });
					else reject(new Error(`a delivery was answered with ${response.statusCode}`));
				});
			});
			sending.on("error", reject).end(body);
		});
	}
}
