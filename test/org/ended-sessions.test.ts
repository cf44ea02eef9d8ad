import { beforeEach, expect, test } from "vitest";
import { EndedSessions } from "../../src/org/ended-sessions.ts";
import { begin, START } from "../worker/system.ts";
import { inStorage } from "./storage.ts";

beforeEach(begin);

const HOUR = 3_600_000;

test("a session that was ended is known, after a restart too, and others are not", () =>
	inStorage((storage) => {
		new EndedSessions(storage).end("a", START + HOUR, START);
		new EndedSessions(storage).end("b", START + HOUR, START);
		expect(["a", "b", "c"].map((id) => new EndedSessions(storage).has(id))).toEqual([true, true, false]);
	}));

test("what would be over by now anyway is forgotten", () =>
	inStorage((storage) => {
		const sessions = new EndedSessions(storage);
		sessions.end("a", START + HOUR, START);
		sessions.end("b", START + 2 * HOUR, START + HOUR);
		expect(["a", "b"].map((id) => sessions.has(id))).toEqual([false, true]);
	}));

test("of very many, those that last longest are known", () =>
	inStorage((storage) => {
		const sessions = new EndedSessions(storage);
		for (let number = 0; number <= 1_000; number++) sessions.end(`s${number}`, START + HOUR + number, START);
		expect(["s0", "s1", "s1000"].map((id) => sessions.has(id))).toEqual([false, true, true]);
	}));
