/** The header of the one GET by which Okta verifies a hook (Okta's event hook guide, "one-time verification request"). */
export const CHALLENGE_HEADER = "x-okta-verification-challenge";

/** Okta's challenges are some dozens of characters; what is far longer is not one, and is not sent back. */
export const CHALLENGE_LENGTH_MAX = 1024;

export type ChallengeAnswer =
	/** The body to answer with, as `application/json` and status 200. */
	{ readonly ok: true; readonly body: string } | { readonly ok: false; readonly status: 400; readonly reason: string };

/** The answer to a challenge, given as the header's value; a refusal when there is none or it is no challenge. */
export function answerChallenge(challenge: string | null | undefined): ChallengeAnswer {
	if (challenge === null || challenge === undefined || challenge === "") {
		return { ok: false, status: 400, reason: `there is no ${CHALLENGE_HEADER} header to answer` };
	}
	if (challenge.length > CHALLENGE_LENGTH_MAX) {
		const reason = `${CHALLENGE_HEADER} has ${challenge.length} characters, more than ${CHALLENGE_LENGTH_MAX}`;
		return { ok: false, status: 400, reason };
	}
	return { ok: true, body: JSON.stringify({ verification: challenge }) };
}
