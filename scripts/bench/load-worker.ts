import { registerHooks } from "node:module";
import { argv, cpuUsage } from "node:process";
import { pathToFileURL } from "node:url";

/**
 * Loads a Worker's bundle, whose path is its argument, and prints how long that took: milliseconds of CPU time. What only
 * workerd has is stood in for.
 */
const WORKERS = "export class DurableObject {} export class WorkerEntrypoint {} export const env = {};";

registerHooks({
	resolve(specifier, context, next) {
		if (!specifier.startsWith("cloudflare:")) return next(specifier, context);
		return { url: `data:text/javascript,${encodeURIComponent(WORKERS)}`, format: "module", shortCircuit: true };
	},
});
// The first import of all costs Node something itself.
await import("./figure.ts");
const before = cpuUsage();
await import(pathToFileURL(argv[2] ?? "").href);
const { user, system } = cpuUsage(before);
process.stdout.write(JSON.stringify({ load: (user + system) / 1_000 }));
