import type { Changes } from "./changes.ts";
import type { AlertFinder } from "./find-alert.ts";
import type { Place, Waiting } from "./ledger.ts";
import type { LiveMessage } from "./overview.ts";

/** Who may watch at a time; when another one comes, who has watched longest is sent away. */
const WATCHERS = 32;

/** A message that is longer, in UTF-16 code units, only says that there is something new: names may be of any length. */
const MESSAGE_MAX = 100_000;

const MORE: LiveMessage = { type: "changed" };

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
 * Tells those who watch what changes, by WebSockets that outlive the object's sleep: a page that is left open costs
 * nothing while nothing happens.
 */
export class Live {
	readonly #ctx: DurableObjectState;
	readonly #changes: Changes;
	readonly #finder: AlertFinder;
	/** What alerts on their way were called when last looked at. */
	#waiting: Waiting | undefined;

	constructor(ctx: DurableObjectState, changes: Changes, finder: AlertFinder) {
		this.#ctx = ctx;
		this.#changes = changes;
		this.#finder = finder;
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

	/** Tells what has changed since it was last told. To be called once it is stored, whoever watches. */
	tell(waiting: Waiting): void {
		// All that is on its way is called something else now.
		if (this.#waiting !== undefined && waiting !== this.#waiting) this.#changes.noteMore();
		this.#waiting = waiting;
		const { places, isMore } = this.#changes.take();
		if (places.length === 0 && !isMore) return;
		const watchers = this.#watchers(Date.now());
		if (watchers.length === 0) return;
		const message = isMore ? MORE : this.#messageOf(places, waiting);
		if (message === undefined) return;
		const text = JSON.stringify(message);
		for (const watcher of watchers) send(watcher, text);
	}

	/** Undefined when no alert is in these places any more. */
	#messageOf(places: readonly Place[], waiting: Waiting): LiveMessage | undefined {
		const alerts = this.#finder.entries(places, waiting);
		if (alerts.length === 0) return undefined;
		const length = alerts.reduce((sum, { actor, reason }) => sum + actor.length + reason.length, 0);
		return length > MESSAGE_MAX ? MORE : { type: "alerts", alerts };
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
