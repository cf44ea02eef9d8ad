import { Command } from "commander";
import { buildCommand } from "./rules/build.ts";
import { checkCommand } from "./rules/check.ts";
import { coverageCommand } from "./rules/coverage.ts";
import { evalCommand } from "./rules/eval.ts";
import { explainCommand } from "./rules/explain.ts";
import { fieldsCommand } from "./rules/fields.ts";
import { listCommand } from "./rules/list.ts";
import { UnreadableFile } from "./rules/rule-files.ts";
import { testCommand } from "./rules/test.ts";
import { endWithOutput, visible } from "./terminal.ts";

/** `npm run rules -- …`: everything about rules that needs no Worker. */
const program = new Command("rules")
	.description("Falco rules for Okta: check them, build them, try them on events")
	.showHelpAfterError("(rules --help lists the commands)")
	.showSuggestionAfterError()
	.addCommand(checkCommand())
	.addCommand(buildCommand())
	.addCommand(listCommand())
	.addCommand(evalCommand())
	.addCommand(testCommand())
	.addCommand(coverageCommand())
	.addCommand(explainCommand())
	.addCommand(fieldsCommand());

endWithOutput();
try {
	await program.parseAsync();
} catch (error) {
	if (!(error instanceof UnreadableFile)) throw error;
	process.stderr.write(`${visible(error.message)}\n`);
	process.exitCode = 1;
}
