import { expect, test } from "vitest";
import { MISFORTUNES, type MisfortuneName, misfortune } from "../../../../scripts/faults/chaos/misfortunes.ts";
import { Weather } from "../../../../scripts/faults/chaos/weather.ts";
import { Random } from "../../../../scripts/faults/random.ts";

const REQUESTS = 20_000;

/** What happens to so many requests, each with an alert of its own. */
function forecast(weather: Weather, requests = REQUESTS): (MisfortuneName | undefined)[] {
	return Array.from({ length: requests }, (_, index) => weather.next(`alert ${index}`));
}

const names = Object.keys(MISFORTUNES) as MisfortuneName[];

test("everything that can happen does, and most of the time nothing", () => {
	const happened = forecast(new Weather(new Random(1, "weather")));
	expect(new Set(happened)).toEqual(new Set([undefined, ...names]));
	expect(happened.filter((name) => name !== undefined).length).toBeLessThan(REQUESTS / 10);
});

test("what holds everything up happens a few times at most", () => {
	const weather = new Weather(new Random(2, "weather"));
	forecast(weather);
	for (const name of names) {
		expect(weather.counts.get(name) ?? 0).toBeLessThanOrEqual(misfortune(name).most ?? REQUESTS);
	}
});

test("nothing happens in the six requests before and after one that misleads", () => {
	const happened = forecast(new Weather(new Random(3, "weather")));
	const misled = happened.flatMap((name, place) => (name !== undefined && misfortune(name).misleading ? [place] : []));
	expect(misled.length).toBeGreaterThan(100);
	for (const place of misled) {
		const around = happened.slice(Math.max(0, place - 6), place + 7).filter((name) => name !== undefined);
		expect(around).toHaveLength(1);
	}
});

test("nothing misleads who was just unsettled", () => {
	const weather = new Weather(new Random(4, "weather"));
	const happened = Array.from({ length: REQUESTS }, (_, index) => {
		if (index % 5 === 0) weather.unsettle();
		return weather.next(`alert ${index}`);
	});
	expect(happened.filter((name) => name !== undefined && misfortune(name).misleading)).toEqual([]);
	expect(happened.some((name) => name !== undefined)).toBe(true);
});

test("one alert has bad luck three times at most", () => {
	const weather = new Weather(new Random(5, "weather"));
	const happened = Array.from({ length: REQUESTS }, () => weather.next("the same"));
	expect(happened.filter((name) => name !== undefined)).toHaveLength(3);
});

test("when it clears up nothing happens any more", () => {
	const weather = new Weather(new Random(6, "weather"));
	weather.clear();
	expect(new Set(forecast(weather))).toEqual(new Set([undefined]));
});
