import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../random.ts";

/** A request that carries an alert, and what can be done with it. */
export interface Exchange {
	readonly response: ServerResponse;
	readonly random: Random;
	/** Has Falcosidekick take the alert and passes its answer on; nothing when the Worker has hung up. */
	readonly pass: () => Promise<void>;
	/** Has Falcosidekick take the alert and lets nobody know. */
	readonly swallow: () => Promise<void>;
}

interface Misfortune {
	/** How likely it is, against others. */
	readonly weight: number;
	/** How often it may happen in a run: of what holds everything up for seconds there cannot be much. */
	readonly most?: number;
	/** Whether the Worker takes it for a fault of configuration, should it happen to several alerts in a row. */
	readonly misleading?: true;
	readonly happen: (exchange: Exchange) => void | Promise<void>;
}

const LOGIN = "<!doctype html><title>Sign in</title><form><input name=password></form>";

/** What can happen to an alert between the Worker and Falcosidekick. */
export const MISFORTUNES = {
	"answered late": {
		weight: 4,
		happen: async ({ random, pass }) => {
			await sleep(random.between(20, 800));
			await pass();
		},
	},
	"never answered": { weight: 1, most: 1, happen: () => {} },
	"connection closed": { weight: 10, happen: ({ response }) => void response.destroy() },
	"connection reset": { weight: 10, happen: ({ response }) => void response.socket?.resetAndDestroy() },
	"answer broken off": {
		weight: 8,
		happen: ({ response }) => {
			response.writeHead(200, { "content-length": 64 });
			response.write("half", () => response.destroy());
		},
	},
	"taken, answer lost": { weight: 3, happen: ({ swallow }) => swallow() },
	"200 with a login page": {
		weight: 6,
		misleading: true,
		happen: answers(200, { "content-type": "text/html" }, LOGIN),
	},
	"200 pong": { weight: 2, misleading: true, happen: answers(200, {}, "pong\n") },
	"302 to a login page": {
		weight: 6,
		misleading: true,
		happen: answers(302, { location: "https://login.example.com/" }),
	},
	"400 for the method": {
		weight: 3,
		misleading: true,
		happen: answers(400, {}, "Please send with post http method\n"),
	},
	"401": { weight: 3, misleading: true, happen: answers(401) },
	"403": { weight: 3, misleading: true, happen: answers(403) },
	"404": { weight: 3, misleading: true, happen: answers(404) },
	"408": { weight: 3, happen: answers(408) },
	"425": { weight: 3, happen: answers(425) },
	"429": { weight: 6, happen: answers(429) },
	"429 with Retry-After": { weight: 3, most: 4, happen: answers(429, { "retry-after": "1" }) },
	"500": { weight: 6, happen: answers(500) },
	"502": { weight: 6, happen: answers(502, { "content-type": "text/html" }, "<h1>Bad gateway</h1>") },
	"503": { weight: 6, happen: answers(503) },
	"503 with Retry-After": { weight: 3, most: 2, happen: answers(503, { "retry-after": "2" }) },
	"520": { weight: 3, happen: answers(520) },
} as const satisfies Record<string, Misfortune>;

export type MisfortuneName = keyof typeof MISFORTUNES;

export function misfortune(name: MisfortuneName): Misfortune {
	return MISFORTUNES[name];
}

function answers(status: number, headers: Readonly<Record<string, string>> = {}, body = ""): Misfortune["happen"] {
	return ({ response }) => void response.writeHead(status, headers).end(body);
}
