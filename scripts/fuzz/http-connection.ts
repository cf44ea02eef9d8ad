import { connect, type Socket } from "node:net";

export interface FuzzResponse {
	readonly status: number;
	readonly body: string;
}

/** How long an answer may take, in milliseconds: longer than the Worker gives itself. */
const PATIENCE = 10_000;

/** One client on one connection, opened anew where it was closed. It reads HTTP/1.1 only as far as workerd writes it. */
export class Connection {
	readonly #port: number;
	#socket: Socket | undefined;

	constructor(port: number) {
		this.#port = port;
	}

	/**
	 * Sends a request that is well framed and resolves to its response; to undefined when the connection ends without one.
	 * Rejects when nothing comes for long.
	 */
	async request(bytes: Buffer, method: string): Promise<FuzzResponse | undefined> {
		const socket = this.#socket ?? this.#open();
		const read = reading(socket, (text) => parseResponse(text, method));
		socket.write(bytes);
		const found = await read;
		if (found === undefined || found.closes) this.close();
		return found?.response;
	}

	/** Sends whatever it is on a connection of its own, ends it, and resolves to the responses until the other side does. */
	async raw(bytes: Buffer): Promise<FuzzResponse[]> {
		const socket = open(this.#port);
		let all = "";
		const ended = reading(socket, (text) => {
			all = text;
			return undefined;
		});
		socket.end(bytes);
		await ended;
		socket.destroy();
		return [...all.matchAll(RESPONSES)].map(([, status, body = ""]) => ({ status: Number(status), body }));
	}

	close(): void {
		this.#socket?.destroy();
		this.#socket = undefined;
	}

	#open(): Socket {
		this.#socket = open(this.#port);
		return this.#socket;
	}
}

function open(port: number): Socket {
	const socket = connect({ port, host: "127.0.0.1", noDelay: true });
	// What went wrong shows in what came, or did not.
	socket.on("error", () => {});
	return socket;
}

/** Gathers what comes until `parse` makes something of it; resolves to undefined when the connection ends before. */
function reading<Found>(socket: Socket, parse: (text: string) => Found | undefined): Promise<Found | undefined> {
	return new Promise((resolve, reject) => {
		let text = "";
		const timer = setTimeout(() => settle(() => reject(new Error(`nothing came for ${PATIENCE / 1000} s`))), PATIENCE);
		const settle = (finish: () => void) => {
			clearTimeout(timer);
			socket.off("data", onData).off("close", onClose);
			finish();
		};
		const onData = (data: Buffer) => {
			text += data.toString("latin1");
			const found = parse(text);
			if (found !== undefined) settle(() => resolve(found));
		};
		const onClose = () => settle(() => resolve(undefined));
		socket.on("data", onData).on("close", onClose);
	});
}

const HEAD = /^HTTP\/1\.1 (\d{3})[^\r]*\r\n((?:[^\r]+\r\n)*)\r\n/;

/** Any number of them, one after the other. */
const RESPONSES = /HTTP\/1\.1 (\d{3})[^\r]*\r\n(?:[^\r]+\r\n)*\r\n(.*?)(?=HTTP\/1\.1 |$)/gs;

/** A whole response at the start of the text, and whether the connection ends with it. */
function parseResponse(text: string, method: string): { response: FuzzResponse; closes: boolean } | undefined {
	const [whole, code, headers = ""] = HEAD.exec(text) ?? [];
	if (whole === undefined) return undefined;
	const status = Number(code);
	if (status === 100) return parseResponse(text.slice(whole.length), method);
	const body = bodyOf(text.slice(whole.length), headers, method === "HEAD" || status === 204);
	if (body === undefined) return undefined;
	return { response: { status, body }, closes: /^connection: close/im.test(headers) || status === 101 };
}

function bodyOf(rest: string, headers: string, isEmpty: boolean): string | undefined {
	if (isEmpty) return "";
	if (/^transfer-encoding: chunked/im.test(headers)) return rest.endsWith("0\r\n\r\n") ? rest : undefined;
	const length = Number(/^content-length: (\d+)/im.exec(headers)?.[1] ?? 0);
	return rest.length >= length ? rest.slice(0, length) : undefined;
}
