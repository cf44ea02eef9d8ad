import { OktaOrg as Org } from "./org/okta-org.ts";
import { app } from "./worker/app.ts";
import { orgSettings } from "./worker/org-settings.ts";
import { watch } from "./worker/watch.ts";

/** The Durable Object that keeps an org's state, with the settings of this deployment. */
export class OktaOrg extends Org {
	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env, orgSettings(env));
	}
}

export default {
	fetch: (request, env, ctx) => app().fetch(request, env, ctx),
	scheduled: (_controller, env) => watch(env),
} satisfies ExportedHandler<Env>;
