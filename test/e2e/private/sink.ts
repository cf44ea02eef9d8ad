import { inject } from "vitest";
import { startFalcosidekick as startStandIn } from "../../../scripts/demo/falcosidekick.ts";
import { startFalcosidekick } from "../../real-falcosidekick/falcosidekick.ts";
import { startSlack } from "../../real-falcosidekick/slack.ts";
import type { Certificates } from "./certificates.ts";
import { startGate } from "./gate.ts";

/** The end of an alert's way: Falcosidekick, and what it made of the alerts. */
export interface Sink {
	readonly url: string;
	/** The output of every alert that arrived, as often as it did. */
	readonly outputs: () => readonly string[];
	readonly close: () => Promise<void>;
}

/**
 * Starts Falcosidekick itself, sending to a webhook like Slack's, where the run has got hold of it (`npm run test:e2e`), and
 * else the stand-in of the demonstration. With certificates it speaks mutual TLS.
 */
export async function startSink(tls?: Certificates): Promise<Sink> {
	const program = inject("falcosidekick");
	return program === undefined ? standIn(tls) : falcosidekick(program, tls);
}

async function standIn(tls?: Certificates): Promise<Sink> {
	const outputs: string[] = [];
	const { url, close } = await startStandIn({ onAlert: ({ output }) => outputs.push(output) });
	const sink = { url, outputs: () => outputs, close };
	if (tls === undefined) return sink;
	const gate = await startGate({ to: url, tls });
	const closeBoth = async () => {
		await gate.close();
		await close();
	};
	return { ...sink, url: gate.url, close: closeBoth };
}

async function falcosidekick(program: string, tls?: Certificates): Promise<Sink> {
	const slack = await startSlack();
	const { url, stop } = await startFalcosidekick({ program, slack: slack.url, tls }).catch(async (error) => {
		await slack.close();
		throw error;
	});
	const close = async () => {
		await stop();
		await slack.close();
	};
	return { url, outputs: () => slack.messages.map(({ attachments: [alert] }) => alert?.text ?? ""), close };
}
