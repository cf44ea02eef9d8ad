import { Command } from "commander";
import { auditCommand } from "./hook/audit.ts";
import { deleteCommand } from "./hook/delete.ts";
import { jwksCommand } from "./hook/jwks.ts";
import { keygenCommand } from "./hook/keygen.ts";
import { registerCommand } from "./hook/register.ts";
import { rotateCommand } from "./hook/rotate.ts";
import { statusCommand } from "./hook/status.ts";
import { tokenCommand } from "./hook/token.ts";
import { verifyCommand } from "./hook/verify.ts";
import { goOnWithoutOutput } from "./terminal.ts";

const HELP = `
Environment:
  OKTA_ORG_URL        the org's address (default: wrangler.toml's)
  OKTA_API_TOKEN      an API token of Okta's (Security, API, Tokens), or
  OKTA_CLIENT_ID      a service app's id, and
  OKTA_PRIVATE_KEY    its private key as a JWK; its scopes: okta.eventHooks.manage, for audit okta.logs.read too
  OKTA_HOOK_URL       the hook's address, or
  OKTA_FALCO_URL      the Worker's
  OKTA_HOOK_SECRET    the secret; with OKTA_HOOK_HEADER, the header that carries it

Exit status:
  0  done, and all is well
  1  it could not be done
  2  done, but something is amiss: status, audit and rotate say what`;

goOnWithoutOutput();

/** Okta's event hooks for the Worker: what makes them, and what they authenticate themselves with. */
await new Command("npm run --silent hook --")
	.description("Looks after the event hooks by which Okta pushes events to the Worker.")
	.addCommand(registerCommand())
	.addCommand(statusCommand())
	.addCommand(verifyCommand())
	.addCommand(rotateCommand())
	.addCommand(auditCommand())
	.addCommand(deleteCommand())
	.addCommand(keygenCommand())
	.addCommand(jwksCommand())
	.addCommand(tokenCommand())
	.showSuggestionAfterError()
	.addHelpText("after", HELP)
	.parseAsync();
