import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { z } from "zod";
import { type Alert, startFalcosidekick } from "../../demo/falcosidekick.ts";
import type { Random } from "../random.ts";
import { alertKey } from "../test-event.ts";
import type { Ledger } from "./ledger.ts";
import { misfortune } from "./misfortunes.ts";
import type { Weather } from "./weather.ts";

/** Falcosidekick behind a line on which things happen. */
export interface UnluckyFalcosidekick {
	readonly url: string;
	/** What Falcosidekick itself refused, which is a fault of the Worker's. */
	readonly refusals: readonly string[];
	/** Refuses connections for so many milliseconds. */
	readonly goAway: (milliseconds: number) => Promise<void>;
	readonly close: () => Promise<void>;
}

const NOT_AN_ALERT = "Please send a valid request body\n";

/**
 * Starts the stand-in for Falcosidekick and, before it, what the Worker sends to: requests that nothing happens to are
 * passed on, and what the stand-in takes is noted in the ledger
 * and told. Poisonous alerts are refused as Falcosidekick does it.
 */
export async function startUnluckyFalcosidekick(
	ledger: Ledger,
	weather: Pick<Weather, "next" | "unsettle">,
	random: Random,
	onAlert: (key: string, alert: Alert) => void,
): Promise<UnluckyFalcosidekick> {
	const refusals: string[] = [];
	const behind = await startFalcosidekick({
		onAlert: (alert) => {
			const key = alertKey(alert.outputFields["okta.uuid"], alert.rule);
			ledger.take(key, Date.now());
			onAlert(key, alert);
		},
		onRejected: (_, body) => refusals.push(body.slice(0, 500)),
	});
	const line = new Line({ ledger, weather, random, behind: behind.url });
	await line.listen(0);
	return {
		url: line.url,
		refusals,
		goAway: (milliseconds) => line.goAway(milliseconds),
		close: async () => {
			await line.close();
			await behind.close();
		},
	};
}

interface LineOptions {
	readonly ledger: Ledger;
	readonly weather: Pick<Weather, "next" | "unsettle">;
	readonly random: Random;
	readonly behind: string;
}

class Line {
	readonly #options: LineOptions;
	readonly #server: Server;
	/** Alerts that are being passed on. */
	readonly #passing = new Set<Promise<void>>();
	#port = 0;

	constructor(options: LineOptions) {
		this.#options = options;
		this.#server = createServer((request, response) => {
			this.#take(request, response).catch(() => response.destroy());
		});
	}

	get url(): string {
		return `http://127.0.0.1:${this.#port}/`;
	}

	async listen(port: number): Promise<void> {
		this.#server.listen(port, "127.0.0.1");
		await once(this.#server, "listening");
		this.#port = (this.#server.address() as AddressInfo).port;
	}

	async goAway(milliseconds: number): Promise<void> {
		const back = Promise.withResolvers<void>();
		await this.close();
		setTimeout(back.resolve, milliseconds);
		await back.promise;
		this.#options.weather.unsettle();
		await this.listen(this.#port);
	}

	/** Stops listening. Who was told nothing yet is not told; whoever Falcosidekick took an alert from is. */
	async close(): Promise<void> {
		const closed = once(this.#server, "close");
		this.#server.close();
		await Promise.allSettled(this.#passing);
		this.#server.closeAllConnections();
		await closed;
	}

	async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { ledger, weather, random } = this.#options;
		const body = (await buffer(request)).toString("utf8");
		const key = keyOf(body);
		const swallow = async () => {
			if (!ledger.isPoison(key)) {
				await this.#forward(body);
				ledger.loseAnswer(key);
			}
			response.destroy();
		};
		const pass = () => this.#pass(body, key, response);
		const name = weather.next(key);
		if (name === undefined) await pass();
		else await misfortune(name).happen({ response, random, pass, swallow });
	}

	async #pass(body: string, key: string, response: ServerResponse): Promise<void> {
		if (response.destroyed || !this.#server.listening) return;
		if (this.#options.ledger.isPoison(key)) {
			response.writeHead(400, { "content-type": "text/plain; charset=utf-8" }).end(NOT_AN_ALERT);
			return;
		}
		const passing = this.#answer(body, response);
		this.#passing.add(passing);
		await passing.finally(() => this.#passing.delete(passing));
	}

	async #answer(body: string, response: ServerResponse): Promise<void> {
		const answer = await this.#forward(body);
		const text = await answer.text();
		if (response.destroyed) return;
		const flushed = Promise.race([once(response, "finish"), once(response, "close")]);
		response.writeHead(answer.status, { "content-length": Buffer.byteLength(text) }).end(text);
		await flushed;
	}

	#forward(body: string): Promise<Response> {
		return fetch(this.#options.behind, { method: "POST", body });
	}
}

const ALERT = z.object({ rule: z.string(), output_fields: z.object({ "okta.uuid": z.string() }) });

/** What the alert in a body is told by. Falcosidekick gets to see whatever is none. */
function keyOf(body: string): string {
	try {
		const alert = ALERT.parse(JSON.parse(body));
		return alertKey(alert.output_fields["okta.uuid"], alert.rule);
	} catch {
		return body;
	}
}
