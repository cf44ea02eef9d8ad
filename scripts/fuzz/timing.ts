import { randomBytes } from "node:crypto";
import process from "node:process";
import { Command } from "commander";
import { authenticate } from "../../src/okta/authenticate.ts";
import { wholeNumber } from "../option-values.ts";

const HELP = `
Compares wrong secrets that differ in their first and in their last byte, in turn, and prints Welch's t of the two. Beyond
4.5 either way there would be a leak (the threshold of "dudect", Reparaz et al. 2017). A comparison that stops at the first
difference is measured beside it.

Exit status: 0 if there is no leak, else 1. Anything else that runs on the machine may look like one: run it again.`;

const { comparisons } = new Command("npm run --silent fuzz:timing --")
	.description("Finds out whether the time it takes to refuse a secret tells how much of it is right.")
	.option("--comparisons <number>", "how many of each kind", wholeNumber(100, 10_000_000), 10_000)
	.addHelpText("after", HELP)
	.parse()
	.opts<{ comparisons: number }>();
const SECRET = randomBytes(3072).toString("base64url");
const WRONG = { first: `_${SECRET.slice(1)}`, last: `${SECRET.slice(0, -1)}_` };

type Compare = (value: string) => unknown;

async function nanoseconds(compare: Compare, value: string): Promise<number> {
	const from = process.hrtime.bigint();
	await compare(value);
	return Number(process.hrtime.bigint() - from);
}

async function measure(compare: Compare): Promise<{ first: number[]; last: number[] }> {
	const times: { first: number[]; last: number[] } = { first: [], last: [] };
	for (let warmUp = 0; warmUp < 2_000; warmUp++) await compare(WRONG.first);
	for (let count = 0; count < comparisons; count++) {
		const order = Math.random() < 0.5 ? (["first", "last"] as const) : (["last", "first"] as const);
		for (const at of order) times[at].push(await nanoseconds(compare, WRONG[at]));
	}
	return { first: withoutTail(times.first), last: withoutTail(times.last) };
}

/** The slowest twentieth is the machine's doing. */
function withoutTail(times: readonly number[]): number[] {
	return times.toSorted((a, b) => a - b).slice(0, Math.ceil(times.length * 0.95));
}

const mean = (times: readonly number[]) => times.reduce((sum, time) => sum + time, 0) / times.length;

function variance(times: readonly number[]): number {
	const middle = mean(times);
	return times.reduce((sum, time) => sum + (time - middle) ** 2, 0) / (times.length - 1);
}

function report(name: string, { first, last }: { first: number[]; last: number[] }): number {
	const t = (mean(first) - mean(last)) / Math.sqrt(variance(first) / first.length + variance(last) / last.length);
	const means = `${mean(first).toFixed(0)} ns and ${mean(last).toFixed(0)} ns`;
	console.log(`${name}: ${means} when the first and the last byte differ, t = ${t.toFixed(2)}`);
	return t;
}

function stopsEarly(value: string): boolean {
	for (let at = 0; at < SECRET.length; at++) if (value.charCodeAt(at) !== SECRET.charCodeAt(at)) return false;
	return true;
}

console.log(`${comparisons} comparisons of each kind, with a secret of ${SECRET.length} characters`);
report("one that stops early", await measure(stopsEarly));
const t = report("authenticate", await measure((value) => authenticate(value, [SECRET])));
process.exitCode = Math.abs(t) < 4.5 ? 0 : 1;
