/**
 * When this version of the Worker was uploaded, in milliseconds, by the binding CF_VERSION_METADATA; undefined where there
 * is none, or where it does not tell, as on a developer's machine.
 */
export function deployedAt(env: object): number | undefined {
	const metadata: unknown = "CF_VERSION_METADATA" in env ? env.CF_VERSION_METADATA : undefined;
	if (typeof metadata !== "object" || metadata === null || !("timestamp" in metadata)) return undefined;
	const at = Date.parse(String(metadata.timestamp));
	return Number.isNaN(at) ? undefined : at;
}
