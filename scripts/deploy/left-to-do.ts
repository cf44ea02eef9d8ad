import type { WorkerSecrets } from "./worker-secrets.ts";

/** What is known of a deployment. */
export interface Deployment {
	/** The file that it was deployed with: wrangler.toml, or another. */
	readonly config: string;
	/** Variables of that file. */
	readonly variables: Readonly<Record<string, unknown>>;
	/** Whether Falcosidekick is reached through a binding. */
	readonly isBound: boolean;
	readonly secrets: WorkerSecrets;
	/** The Worker's address; undefined when Wrangler did not tell. */
	readonly url: URL | undefined;
	/** What says which Worker is meant, in Wrangler's options. */
	readonly which: readonly string[];
	/** Whether Okta is known to push what the rules need. */
	readonly isPushed: boolean;
}

/** Something that is left to do, and why. */
export interface Task {
	readonly todo: string;
	readonly reason: string;
}

/** What is left to do before alerts arrive, in this order, and what would be good to have besides. */
export function leftToDo(deployment: Deployment): Task[] {
	const { config, variables, secrets, isBound, url, which, isPushed } = deployment;
	const has = (name: string) =>
		String(variables[name] ?? "").trim() !== "" || (secrets.kind === "known" && secrets.names.has(name));
	const put = (name: string) => ["npx wrangler secret put", name, ...which].join(" ");
	const hook = url === undefined ? "https://<the Worker>/okta/events" : new URL("okta/events", url).href;
	const mayLack = (name: string) => secrets.kind === "known" && !has(name);
	return [
		...(has("FALCOSIDEKICK_URL") || isBound
			? []
			: [
					{
						todo: `${config}, [vars]: FALCOSIDEKICK_URL`,
						reason: "alerts are kept until it is there; deploy again then",
					},
				]),
		...(has("OKTA_ORG_URL")
			? []
			: [
					{
						todo: `${config}, [vars]: OKTA_ORG_URL`,
						reason: "deliveries of any org are taken until it is there; deploy again then",
					},
				]),
		...(mayLack("OKTA_HOOK_SECRET") && !has("OKTA_HOOK_JWKS")
			? [{ todo: put("OKTA_HOOK_SECRET"), reason: "nothing is taken from Okta without it" }]
			: []),
		...(isPushed
			? []
			: [
					{
						todo: `npm run hook -- register --url ${hook}`,
						reason: "has Okta push what the rules need; with OKTA_API_TOKEN and OKTA_HOOK_SECRET in the environment",
					},
				]),
		...(mayLack("ADMIN_TOKEN") && !has("CF_ACCESS_AUD")
			? [{ todo: put("ADMIN_TOKEN"), reason: "opens the status page, npm run alerts and npm run hook -- audit" }]
			: []),
		...(mayLack("OKTA_API_TOKEN") && !has("OKTA_CLIENT_ID")
			? [
					{
						todo: put("OKTA_API_TOKEN"),
						reason: "lets the Worker read the System Log too, for what Okta does not push",
					},
				]
			: []),
	];
}

/** Tasks for people, one below the other. */
export function taskLines(tasks: readonly Task[]): string[] {
	return tasks.flatMap(({ todo, reason }) => [`  ${todo}`, `      ${reason}`]);
}
