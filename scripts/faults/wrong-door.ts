import { createServer } from "node:http";
import { listen } from "../listen.ts";

/** An answer that Falcosidekick would not give to an alert. */
export interface WrongAnswer {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
}

/** What listens where Falcosidekick should, answers something else, and watches how it is treated. */
export interface WrongDoor {
	readonly port: number;
	readonly url: string;
	/** When requests came: milliseconds. */
	readonly requests: readonly number[];
	readonly close: () => Promise<void>;
}

/** Starts one that gives these answers in turn. */
export async function startWrongDoor(answers: readonly WrongAnswer[]): Promise<WrongDoor> {
	const requests: number[] = [];
	const server = createServer((request, response) => {
		const { status = 500, headers = {}, body = "" } = answers[requests.length % answers.length] ?? {};
		requests.push(Date.now());
		request.resume().once("end", () => response.writeHead(status, headers).end(body));
	});
	const { port, close } = await listen(server);
	return { port, url: `http://127.0.0.1:${port}/`, requests, close };
}

/** How many requests came less than so many milliseconds after the one before; the first few are not looked at. */
export function sooner(requests: readonly number[], milliseconds: number, first: number): number {
	const gaps = requests.slice(1).map((at, place) => at - (requests[place] ?? 0));
	return gaps.slice(first - 1).filter((gap) => gap < milliseconds).length;
}
