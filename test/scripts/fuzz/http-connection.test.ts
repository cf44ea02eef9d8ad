import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { Connection } from "../../../scripts/fuzz/http-connection.ts";

let server: Server;
const sockets = new Set<Socket>();

afterEach(async () => {
	for (const socket of sockets) socket.destroy();
	sockets.clear();
	await new Promise((resolve) => server.close(resolve));
});

/** A server that answers whatever comes with these bytes, a piece at a time. */
async function serving(...pieces: readonly string[]): Promise<Connection> {
	server = createServer((socket) => {
		sockets.add(socket);
		socket.on("data", async () => {
			for (const piece of pieces) {
				socket.write(piece);
				await new Promise(setImmediate);
			}
		});
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return new Connection((server.address() as AddressInfo).port);
}

const ask = (connection: Connection, method = "POST") => connection.request(Buffer.from("x"), method);

test.each<[string, string[], string, unknown]>([
	[
		"by its length",
		["HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\n{", "}"],
		"POST",
		{ status: 401, body: "{}" },
	],
	["without headers", ["HTTP/1.1 204 No Content\r\n\r\n"], "POST", { status: 204, body: "" }],
	["in pieces", ["HTTP/1.1 20", "4 No Content\r", "\n\r\n"], "POST", { status: 204, body: "" }],
	["of a HEAD, without its body", ["HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"], "HEAD", { status: 200, body: "" }],
	[
		"in chunks",
		["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n", "0\r\n\r\n"],
		"GET",
		{ status: 200, body: "2\r\n{}\r\n0\r\n\r\n" },
	],
	[
		"behind the word to go on",
		["HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 204 No Content\r\n\r\n"],
		"POST",
		{ status: 204, body: "" },
	],
])("a response is read %s", async (_, pieces, method, response) => {
	const connection = await serving(...pieces);
	expect(await ask(connection, method)).toEqual(response);
	connection.close();
});

test("a connection serves again, unless it was closed", async () => {
	const connection = await serving("HTTP/1.1 204 No Content\r\n\r\n");
	for (let time = 0; time < 3; time++) await ask(connection);
	expect(sockets.size).toBe(1);
	sockets.clear();
	connection.close();
	await ask(connection);
	expect(sockets.size).toBe(1);
	connection.close();
});
