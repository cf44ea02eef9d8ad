import { Catcher } from "./catcher.ts";
import { type Check, figure, some, unless } from "./check.ts";
import { Deployment } from "./deployment.ts";
import { keysOf, locked, makeUser } from "./test-event.ts";

const PATIENCE = 10_000;

/** Okta waits three seconds for each of its two tries; they have to be answered before that. */
const ANSWERS_MAX = 2 * 3_000;

/**
 * The org's object cannot be had: its storage is not readable. Okta is told 503, in time, so that it tries again; when the
 * storage is back, what was stored is there, and what Okta delivers again is taken once.
 */
export const checkUnreachable: Check = async ({ workspace, bundle }) => {
	const falcosidekick = await Catcher.start();
	const deployment = new Deployment({
		workspace,
		name: "unreachable",
		bundle,
		falcosidekickUrl: falcosidekick.url,
		alertsPerSecond: 1000,
	});
	const [before, meanwhile] = [locked(USER, "before", Date.now()), locked(USER, "meanwhile", Date.now())];
	const keys = [before, meanwhile].flatMap(keysOf);
	const deliver = () => deployment.org().deliver([before.event, meanwhile.event], new Date());
	await deployment.start();
	try {
		await deployment.org().deliver([before.event], new Date());
		await falcosidekick.wait(keysOf(before), PATIENCE);
		const restore = await deployment.breakStorage();
		await deployment.start();
		const began = performance.now();
		const refused = await deliver();
		const took = performance.now() - began;
		await deployment.kill();
		restore();
		await deployment.start();
		const taken = await deliver();
		await falcosidekick.wait(keys, PATIENCE);
		const missing = falcosidekick.missing(keys);
		const repeated = falcosidekick.repeated(keysOf(meanwhile));
		return {
			figures: [`two tries answered in ${figure(took)} ms`],
			faults: [
				...unless(/^503/.test(refused.answer), `Okta is told ${refused.answer}, not 503`),
				...unless(took < ANSWERS_MAX, `two tries took ${figure(took)} ms to be answered`),
				...unless(taken.delivered, `when the storage is back, Okta is told ${taken.answer}`),
				...unless(missing.length === 0, `alerts did not arrive: ${some(missing)}`),
				...unless(repeated.length === 0, `alerts arrived twice: ${some(repeated)}`),
			],
		};
	} finally {
		await deployment.kill();
		await falcosidekick.close();
	}
};

const USER = makeUser("unreachable");
