import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { buffer } from "node:stream/consumers";
import { listen } from "../../../scripts/listen.ts";
import type { Certificates } from "./certificates.ts";

/** What stands before Falcosidekick and lets in who may: Cloudflare Access, an authenticating ingress, mutual TLS. */
export interface Gate {
	readonly url: string;
	/** What came to it, let in or not. */
	readonly requests: readonly Passage[];
	readonly close: () => Promise<void>;
}

export interface Passage {
	readonly letIn: boolean;
	readonly host: string;
	readonly path: string;
	readonly body: string;
}

export interface GateOptions {
	/** Where it leads to. */
	readonly to: string;
	/** Request headers that it wants, all of them. */
	readonly wants?: Readonly<Record<string, string>>;
	/** What it says to everyone else. */
	readonly refusal?: { readonly status: number; readonly headers?: Readonly<Record<string, string>>; body?: string };
	/** Speaks TLS, and only with who has a certificate of the same authority. */
	readonly tls?: Certificates;
}

/** Starts one on a free port of loopback. */
export async function startGate(options: GateOptions): Promise<Gate> {
	const requests: Passage[] = [];
	const listener = gatekeeper(options, requests);
	const server = options.tls === undefined ? createServer(listener) : createTlsServer(mutual(options.tls), listener);
	const { port, close } = await listen(server);
	const url = options.tls === undefined ? `http://127.0.0.1:${port}/` : `https://localhost:${port}/`;
	return { url, requests, close };
}

function mutual({ server, authority }: Certificates) {
	const { certificate: cert, key } = server;
	return { cert, key, ca: authority.certificate, requestCert: true, rejectUnauthorized: true };
}

/** What a proxy says when nobody is behind it. */
const GONE = { status: 502, headers: {}, body: "" };

function gatekeeper({ to, wants = {}, refusal }: GateOptions, requests: Passage[]): RequestListener {
	return async (request, response) => {
		const body = await buffer(request);
		const { url: path = "/", headers } = request;
		const letIn = Object.entries(wants).every(([name, value]) => headers[name.toLowerCase()] === value);
		requests.push({ letIn, host: headers.host ?? "", path, body: body.toString("utf8") });
		const answer = letIn ? await pass(request, body, to).catch(() => GONE) : { status: 403, ...refusal };
		response.writeHead(answer.status, answer.headers).end(answer.body ?? "");
	};
}

async function pass({ method = "GET", url: path = "/", headers }: IncomingMessage, body: Buffer, to: string) {
	const { "content-type": type = "" } = headers;
	const init = { method, headers: { "content-type": type }, body: new Uint8Array(body), redirect: "manual" } as const;
	const response = await fetch(new URL(path, to), init);
	return { status: response.status, headers: { "content-length": "0" }, body: await response.text() };
}
