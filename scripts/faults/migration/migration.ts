import { Catcher } from "../catcher.ts";
import { type Check, type Findings, type Setting, unless } from "../check.ts";
import { Deployment } from "../deployment.ts";
import { locked, makeUser } from "../test-event.ts";
import { hasFixture } from "./fixture.ts";
import { differingTables, lostRows, type Snapshot, takeSnapshot } from "./snapshot.ts";
import { useFaults } from "./use.ts";

/** A version that is far off, as V8 serializes it: 99. */
const FAR_OFF = "X'FF0F49C601'";

/**
 * An object that an earlier release left behind is brought up to date: every row is there as it was, the tables are those
 * that a new object has, and what is in them goes on to be used. So a migration that was released cannot be changed. What
 * a later release left behind is not touched.
 */
export const checkMigration: Check = async (setting) => {
	const fresh = await makeFresh(setting);
	const versions = Array.from({ length: fresh.version }, (_, index) => index + 1);
	const missing = versions.filter((version) => !hasFixture(version));
	const faults = missing.map((version) => `there is no version-${version}.sql of the schema: record it with --record`);
	const all: Findings[] = [{ figures: [], faults }];
	for (const version of versions.filter(hasFixture)) all.push(await bringUp(setting, version, fresh));
	all.push(await leaveAlone(setting, fresh));
	return { figures: all.flatMap(({ figures }) => figures), faults: all.flatMap(({ faults }) => faults) };
};

export interface Fresh {
	/** How many migrations there are. */
	readonly version: number;
	/** What a new object has stored. */
	readonly snapshot: Snapshot;
	/** Name of an object's file. */
	readonly file: string;
}

/** What a new object of this release looks like. */
export async function makeFresh(setting: Setting): Promise<Fresh> {
	return withDeployment(setting, "fresh", async (deployment) => {
		await deployment.start();
		await deployment.org().deliver([locked(makeUser("fresh"), "fresh", Date.now()).event], new Date());
		const stored = await deployment.open();
		return { version: Number(stored.value("schema")), file: stored.file, snapshot: takeSnapshot(stored) };
	});
}

async function bringUp(setting: Setting, version: number, fresh: Fresh): Promise<Findings> {
	return withDeployment(setting, `version-${version}`, async (deployment, falcosidekick) => {
		const before = takeSnapshot(await deployment.restore(version, fresh.file));
		await deployment.start();
		// Whoever asks has the object start, and so be brought up to date; nothing else is done.
		const { status } = await deployment.ask("GET", "status");
		const after = takeSnapshot(await deployment.open());
		await deployment.start();
		const differing = differingTables(after, fresh.snapshot);
		const faults = [
			...unless(status === 200, `the object does not start: ${status}`),
			...unless(differing.length === 0, `a migration was changed: not as in a new object are ${differing.join(", ")}`),
			...lostRows(before, after),
			...(await useFaults(deployment, falcosidekick, before)),
		];
		return {
			figures: [`version ${version}: ${Object.values(before.rows).flat().length} rows`],
			faults: faults.map((fault) => `from version ${version}: ${fault}`),
		};
	});
}

async function leaveAlone(setting: Setting, { version, file }: Fresh): Promise<Findings> {
	if (!hasFixture(version)) return { figures: [], faults: [] };
	return withDeployment(setting, "far-off", async (deployment) => {
		const stored = await deployment.restore(version, file);
		stored.change(`UPDATE _cf_KV SET value = ${FAR_OFF} WHERE key = 'schema'`);
		const before = takeSnapshot(stored);
		await deployment.start();
		const { answer } = await deployment.org().deliver([locked(makeUser("far off"), "", 0).event], new Date());
		const after = takeSnapshot(await deployment.open());
		const isSame = JSON.stringify(before) === JSON.stringify(after);
		return {
			figures: ["a later version left alone"],
			faults: [
				...unless(answer.startsWith("503"), `Okta is told ${answer} by an object of a later version, not 503`),
				...unless(isSame, "what a later version left behind was changed"),
			],
		};
	});
}

async function withDeployment<Result>(
	{ workspace, bundle }: Setting,
	name: string,
	act: (deployment: Deployment, falcosidekick: Catcher) => Promise<Result>,
): Promise<Result> {
	const falcosidekick = await Catcher.start();
	const falcosidekickUrl = falcosidekick.url;
	const deployment = new Deployment({ workspace, name, bundle, falcosidekickUrl, alertsPerSecond: 1000 });
	try {
		return await act(deployment, falcosidekick);
	} finally {
		await deployment.kill();
		await falcosidekick.close();
	}
}
