import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { listen } from "../../scripts/listen.ts";

/** A webhook like those of Slack, on loopback, which keeps what it is sent. */
export interface Slack {
	readonly url: string;
	readonly messages: readonly SlackMessage[];
	readonly close: () => Promise<void>;
}

/** A message as Falcosidekick writes it (its outputs/slack.go). */
export interface SlackMessage {
	readonly username: string;
	readonly text?: string;
	readonly attachments: readonly SlackAttachment[];
}

export interface SlackAttachment {
	readonly color: string;
	readonly fallback: string;
	readonly text: string;
	readonly fields: readonly { readonly title: string; readonly value: string; readonly short: boolean }[];
}

export async function startSlack(): Promise<Slack> {
	const messages: SlackMessage[] = [];
	const server = createServer(async (request, response) => {
		messages.push((await json(request)) as SlackMessage);
		response.end("ok");
	});
	const { port, close } = await listen(server);
	return { url: `http://127.0.0.1:${port}/services/T000/B000/of-the-tests-own`, messages, close };
}
