import { describe, expect, test } from "vitest";
import { answerChallenge, CHALLENGE_LENGTH_MAX } from "../../src/okta/challenge.ts";

describe("answerChallenge", () => {
	test("gives the challenge back as JSON", () => {
		expect(answerChallenge("aGVsbG8tb2t0YQ-_")).toEqual({ ok: true, body: '{"verification":"aGVsbG8tb2t0YQ-_"}' });
	});

	test("escapes whatever it is given", () => {
		const hostile = '"}<script>\u0000\\';
		const answer = answerChallenge(hostile);
		expect(answer.ok && JSON.parse(answer.body)).toEqual({ verification: hostile });
	});

	test.each([[null], [undefined], [""]])("has nothing to answer to %j", (challenge) => {
		expect(answerChallenge(challenge)).toEqual({
			ok: false,
			status: 400,
			reason: "there is no x-okta-verification-challenge header to answer",
		});
	});

	test("does not send back what is too long to be a challenge", () => {
		expect(answerChallenge("x".repeat(CHALLENGE_LENGTH_MAX))).toMatchObject({ ok: true });
		expect(answerChallenge("x".repeat(CHALLENGE_LENGTH_MAX + 1))).toEqual({
			ok: false,
			status: 400,
			reason: expect.stringContaining("1025 characters"),
		});
	});
});
