import type { Changes } from "./changes.ts";

/** Who may watch at a time; when another one comes, who has watched longest is sent away. */
const WATCHERS = 32;

/** All that who watches is told: look again. */
const NEWS = "changed";

/** The header in which who asks for a line says until when it may last, in milliseconds. */
export const UNTIL = "Watch-Until";

/** The header in which it says by which session, if by one. */
export const SESSION = "Watch-Session";

/** What is known of a line while the object sleeps. Times are milliseconds. */
interface Line {
	readonly since: number;
	readonly until: number;
}

/** Codes of RFC 6455: try again later; not what one says here; the end. */
const TRY_AGAIN = 1013;
const NOT_UNDERSTOOD = 1008;
const NO_LONGER = 1008;
const END = 1000;

/** Not to be sent, though told of: no code, no proper end, a broken TLS handshake. */
const UNSENDABLE = [1005, 1006, 1015];

/**
 * Tells those who watch that something has changed, by WebSockets that outlive the object's sleep: a page that is left
 * open costs nothing while nothing happens.
 */
export class Live {
	readonly #ctx: DurableObjectState;
	readonly #changes: Changes;

	constructor(ctx: DurableObjectState, changes: Changes) {
		this.#ctx = ctx;
		this.#changes = changes;
		// So pages find out whether the line still stands, and do not wake the object.
		ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
	}

	/** Answers who asks for a WebSocket. */
	accept(request: Request, now: number): Response {
		if (!isWebSocket(request)) return new Response(null, { status: 426, headers: { Upgrade: "websocket" } });
		const { 0: client, 1: server } = new WebSocketPair();
		const session = request.headers.get(SESSION);
		this.#ctx.acceptWebSocket(server, session === null ? [] : [session]);
		const line: Line = { since: now, until: Number(request.headers.get(UNTIL) ?? Number.POSITIVE_INFINITY) };
		server.serializeAttachment(line);
		for (const watcher of this.#longestFirst().slice(0, -WATCHERS)) end(watcher, TRY_AGAIN, "too many watch");
		return new Response(null, { status: 101, webSocket: client });
	}

	/** Says so when something has changed since this was last called. To be called once it is stored, whoever watches. */
	tell(): void {
		if (!this.#changes.take()) return;
		for (const watcher of this.#watchers(Date.now())) send(watcher, NEWS);
	}

	/** Who watches has nothing to say. */
	hear(watcher: WebSocket): void {
		end(watcher, NOT_UNDERSTOOD, "only ping is understood");
	}

	/** Ends what the other side has ended. */
	close(watcher: WebSocket, code: number): void {
		end(watcher, UNSENDABLE.includes(code) ? END : code, "");
	}

	/** Ends the lines that a session asked for. */
	endSession(session: string): void {
		for (const watcher of this.#ctx.getWebSockets(session)) end(watcher, NO_LONGER, "signed out");
	}

	/** Who may still watch; the lines of others end here. */
	#watchers(now: number): WebSocket[] {
		return this.#ctx.getWebSockets().filter((watcher) => {
			const mayWatch = lineOf(watcher).until > now;
			if (!mayWatch) end(watcher, NO_LONGER, "the session is over");
			return mayWatch;
		});
	}

	#longestFirst(): WebSocket[] {
		const since = (watcher: WebSocket) => lineOf(watcher).since;
		return this.#ctx
			.getWebSockets()
			.filter(({ readyState }) => readyState === WebSocket.OPEN)
			.sort((one, other) => since(one) - since(other));
	}
}

/** Whether a request asks for a WebSocket, which a page of any site may do. */
export function isWebSocket({ headers }: Request): boolean {
	return headers.get("Upgrade")?.toLowerCase() === "websocket";
}

function lineOf(watcher: WebSocket): Line {
	return watcher.deserializeAttachment() as Line;
}

/** A line that is broken is ended by the platform; it is nobody else's trouble. */
function send(watcher: WebSocket, text: string): void {
	try {
		watcher.send(text);
	} catch {
		end(watcher, TRY_AGAIN, "the line is broken");
	}
}

function end(watcher: WebSocket, code: number, reason: string): void {
	try {
		watcher.close(code, reason);
	} catch {
		// It is closed already, or was never open.
	}
}
