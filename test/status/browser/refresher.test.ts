import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { refresher } from "../../../src/status/browser/refresher.ts";

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

/** Something that takes a while, and how often it was begun. */
function slow(milliseconds: number) {
	return vi.fn(() => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)));
}

test("what is asked for after a rest is done at once", async () => {
	const refresh = slow(0);
	refresher(refresh)();
	await vi.advanceTimersByTimeAsync(0);
	expect(refresh).toHaveBeenCalledTimes(1);
});

test("however often it is asked for, it is done once a second, and after the last time it was asked for", async () => {
	const refresh = slow(50);
	const request = refresher(refresh);
	for (let asked = 0; asked < 30; asked++) {
		request();
		await vi.advanceTimersByTimeAsync(100);
	}
	expect(refresh.mock.calls.length).toBeGreaterThanOrEqual(3);
	expect(refresh.mock.calls.length).toBeLessThanOrEqual(4);
	const before = refresh.mock.calls.length;
	request();
	await vi.advanceTimersByTimeAsync(2_000);
	expect(refresh).toHaveBeenCalledTimes(before + 1);
});

test("what takes long is done for a fifth of the time at most", async () => {
	const refresh = slow(1_000);
	const request = refresher(refresh);
	for (let asked = 0; asked < 90; asked++) {
		request();
		await vi.advanceTimersByTimeAsync(100);
	}
	expect(refresh).toHaveBeenCalledTimes(2);
});

test("what took very long is done again half a minute after it was begun", async () => {
	const refresh = slow(20_000);
	const request = refresher(refresh);
	request();
	await vi.advanceTimersByTimeAsync(20_010);
	request();
	await vi.advanceTimersByTimeAsync(9_900);
	expect(refresh).toHaveBeenCalledTimes(1);
	await vi.advanceTimersByTimeAsync(200);
	expect(refresh).toHaveBeenCalledTimes(2);
});

test("it is never done twice at a time, and what was asked for meanwhile is done next", async () => {
	const refresh = slow(5_000);
	const request = refresher(refresh);
	request("now");
	await vi.advanceTimersByTimeAsync(10);
	request("now");
	await vi.advanceTimersByTimeAsync(4_000);
	expect(refresh).toHaveBeenCalledTimes(1);
	await vi.advanceTimersByTimeAsync(1_000);
	expect(refresh).toHaveBeenCalledTimes(2);
});

test("what is wanted now does not wait for the second", async () => {
	const refresh = slow(0);
	const request = refresher(refresh);
	request();
	await vi.advanceTimersByTimeAsync(10);
	request();
	await vi.advanceTimersByTimeAsync(10);
	expect(refresh).toHaveBeenCalledTimes(1);
	request("now");
	await vi.advanceTimersByTimeAsync(0);
	expect(refresh).toHaveBeenCalledTimes(2);
	await vi.advanceTimersByTimeAsync(5_000);
	expect(refresh).toHaveBeenCalledTimes(2);
});

test("what fails is done again when it is asked for", async () => {
	const refresh = vi.fn(() => Promise.reject(new Error("no network")));
	const request = refresher(refresh);
	request();
	await vi.advanceTimersByTimeAsync(2_000);
	request();
	await vi.advanceTimersByTimeAsync(2_000);
	expect(refresh).toHaveBeenCalledTimes(2);
});
