import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a run leaves nothing of: a folder under the system's temporary one, and the processes started in it. */
export class Workspace {
	readonly path: string = mkdtempSync(join(tmpdir(), "okta-falco-workspace-"));
	readonly #processes = new Set<ChildProcess>();

	/** Makes a folder in it and gives its path. */
	folder(...names: readonly string[]): string {
		const path = join(this.path, ...names);
		mkdirSync(path, { recursive: true });
		return path;
	}

	/** As Node's `spawn`; the process does not outlive the workspace. */
	spawn(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
		const started = spawn(command, args, options);
		this.#processes.add(started);
		started.once("exit", () => this.#processes.delete(started));
		return started;
	}

	/** Ends its processes and removes the folder; synchronous, so that it can be done on the way out. */
	close(): void {
		for (const running of this.#processes) running.kill("SIGKILL");
		rmSync(this.path, { recursive: true, force: true, maxRetries: 5 });
	}
}
