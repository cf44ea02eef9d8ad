import { createServer } from "node:http";
import { expect, test } from "vitest";
import { listen } from "../../scripts/listen.ts";

test("a server listens until it is closed, whoever is connected then", async () => {
	const { port, close } = await listen(createServer((_, response) => void response.writeHead(200).write("…")));
	const { body } = await fetch(`http://127.0.0.1:${port}/`);
	await close();
	await expect(new Response(body).text()).rejects.toThrow();
	await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
	await close();
});

test("a port that is taken is told of", async () => {
	const { port, close } = await listen(createServer());
	await expect(listen(createServer(), port)).rejects.toMatchObject({ code: "EADDRINUSE" });
	await close();
});
