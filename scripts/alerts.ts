import { Command } from "commander";
import { listCommand } from "./alerts/list.ts";
import { rejectedCommand } from "./alerts/rejected.ts";
import { replayCommand, resolveCommand } from "./alerts/settle.ts";
import { showCommand } from "./alerts/show.ts";
import { statusCommand } from "./alerts/status.ts";
import { watchCommand } from "./alerts/watch.ts";
import { endWithOutput } from "./terminal.ts";

const HELP = `
Environment:
  OKTA_FALCO_URL  the Worker's address (default: http://127.0.0.1:8787/, where npm run dev has it)
  ADMIN_TOKEN     its secret of that name

Exit status:
  0  done
  1  the Worker could not be asked, or refused something`;

endWithOutput();

/** What operators do with a Worker's alerts, over its /admin routes. */
await new Command("npm run --silent alerts --")
	.description("Looks after the alerts of a Worker: which wait, which were refused and why, and what to do about it.")
	.addCommand(statusCommand())
	.addCommand(listCommand())
	.addCommand(showCommand())
	.addCommand(replayCommand())
	.addCommand(resolveCommand())
	.addCommand(watchCommand())
	.addCommand(rejectedCommand())
	.addHelpText("after", HELP)
	.parseAsync();
