import { describe, expect, test } from "vitest";
import { differingTables, lostRows } from "../../../../scripts/faults/migration/snapshot.ts";

const snapshot = (rows: Record<string, Record<string, unknown>[]>) => ({ schema: {}, rows });

describe("rows", () => {
	const before = snapshot({
		pending: [
			{ id: "a", level: 2 },
			{ id: "b", level: 4 },
		],
		mfa: [{ times: Uint8Array.of(1, 2) }],
	});

	test.each([
		["the same", { ...before.rows }, []],
		[
			"in another order, and more of them",
			{ ...before.rows, pending: [{ id: "c", level: 1 }, ...before.rows.pending!.toReversed()] },
			[],
		],
		["with a column more", { ...before.rows, pending: before.rows.pending!.map((row) => ({ ...row, held: 0 })) }, []],
		["one gone", { ...before.rows, pending: [{ id: "a", level: 2 }] }, ["1 of 2 rows of pending were lost or changed"]],
		[
			"bytes changed",
			{ ...before.rows, mfa: [{ times: Uint8Array.of(1, 3) }] },
			["1 of 1 rows of mfa were lost or changed"],
		],
		["a table gone", { pending: before.rows.pending! }, ["1 of 1 rows of mfa were lost or changed"]],
	])("%s", (_, after, lost) => {
		expect(lostRows(before, snapshot(after))).toEqual(lost);
	});

	test("the version may change, what else the object wrote under a key may not", () => {
		const kv = (version: number, tally: number) =>
			snapshot({
				_cf_KV: [
					{ key: "schema", value: version },
					{ key: "tally", value: tally },
				],
			});
		expect(lostRows(kv(1, 5), kv(2, 5))).toEqual([]);
		expect(lostRows(kv(1, 5), kv(2, 6))).toEqual(["1 of 2 rows of _cf_KV were lost or changed"]);
	});
});

test("tables differ when their statements do, or when one side has none", () => {
	const one = { rows: {}, schema: { a: "CREATE TABLE a (x)", b: "CREATE TABLE b (x)" } };
	const other = { rows: {}, schema: { a: "CREATE TABLE a (x)", b: "CREATE TABLE b (x, y)", c: "CREATE TABLE c (x)" } };
	expect(differingTables(one, one)).toEqual([]);
	expect(differingTables(one, other)).toEqual(["b", "c"]);
});
