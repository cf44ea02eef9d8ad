import type { Unstable_RawConfig } from "wrangler";

/**
 * The configuration for this machine: wrangler.toml's, with every name of .dev.vars among the secrets. Where a configuration
 * lists required secrets Wrangler takes these from .dev.vars and no others, so that optional settings would be left out.
 * Routes are left out: by them the Worker would take itself to be at the address that it has when it is deployed.
 */
export function devConfig(
	{ $schema: _, route: __, routes: ___, ...config }: Unstable_RawConfig,
	devVars: Readonly<Record<string, string>> = {},
): Unstable_RawConfig {
	// Those of [vars] are taken as well, and must not be both.
	const others = Object.keys(devVars).filter((name) => !Object.hasOwn(config.vars ?? {}, name));
	const required = new Set([...(config.secrets?.required ?? []), ...others]);
	return { ...config, secrets: { ...config.secrets, required: [...required] } };
}
