/**
 * Reads what vitest's JSON reporter wrote. On standard output: how many tests passed and failed, for `.ci/run`. On standard
 * error: each failed test and why, so that the end of a long log says it all. What cannot be read counts as one failure.
 *
 * Usage: node .ci/tally.mjs <file>
 */
import { readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

const LINES_OF_A_FAILURE = 12;

/** The first lines of why a test failed, indented below its name. */
const why = (/** @type {string[]} */ messages) =>
	stripVTControlCharacters(messages.join("\n"))
		.split("\n")
		.slice(0, LINES_OF_A_FAILURE)
		.map((line) => `    ${line}\n`)
		.join("");

try {
	const { numPassedTests, numFailedTests, success, testResults } = JSON.parse(
		readFileSync(process.argv[2] ?? "", "utf8"),
	);
	for (const file of testResults) {
		const failed = file.assertionResults.filter(({ status }) => status === "failed");
		// A file that fails as a whole, in its imports say, has no test that did.
		if (file.status === "failed" && failed.length === 0)
			process.stderr.write(`\n${file.name}\n${why([file.message ?? ""])}`);
		for (const test of failed) process.stderr.write(`\n${file.name}: ${test.fullName}\n${why(test.failureMessages)}`);
	}
	console.log(numPassedTests, success ? numFailedTests : Math.max(1, numFailedTests));
} catch (error) {
	console.error(`The tests' results cannot be read: ${error.message}`);
	console.log(0, 1);
}
