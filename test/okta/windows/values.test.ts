import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Values } from "../../../src/okta/windows/values.ts";

const half = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.integer());
const value = fc.tuple(half, half);
const changes = fc.array(fc.record({ value, by: fc.constantFrom(1, -1) }), { maxLength: 60 });

test("values are counted, however many share the half by which they are looked up", () => {
	return fc.assert(
		fc.property(changes, (all) => {
			const values = new Values(all.length);
			const expected = new Map<string, number>();
			for (const { value, by } of all) {
				const key = value.join();
				const count = expected.get(key) ?? 0;
				// No more of a value is taken away than was there.
				if (count + by < 0) continue;
				values.change(...value, by);
				if (key !== "0,0") expected.set(key, count + by);
				expect(values.count(...value)).toBe(expected.get(key) ?? 0);
				expect(values.different).toBe([...expected.values()].filter((times) => times > 0).length);
			}
		}),
	);
});
