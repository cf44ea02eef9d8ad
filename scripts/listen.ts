import { once } from "node:events";
import type { Server } from "node:http";
import type { Server as TlsServer } from "node:https";
import type { AddressInfo } from "node:net";

/** A server that listens on this machine and nowhere else. */
export interface Listening {
	readonly port: number;
	/** Stops listening and drops open connections. */
	readonly close: () => Promise<void>;
}

/** Has a server listen on 127.0.0.1, on a free port unless told. Rejects with Node's own error when it cannot be had. */
export async function listen(server: Server | TlsServer, port = 0): Promise<Listening> {
	server.listen(port, "127.0.0.1");
	await once(server, "listening");
	const close = () =>
		new Promise<void>((resolve) => {
			server.close(() => resolve());
			server.closeAllConnections();
		});
	return { port: (server.address() as AddressInfo).port, close };
}
