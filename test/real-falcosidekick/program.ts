import { execFile } from "node:child_process";
import { access, constants, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";

const run = promisify(execFile);

const MODULE = "github.com/falcosecurity/falcosidekick";

/** The release that is run. Its tags have no `v`, so to Go it is a revision, and the checksum database guards it. */
export const VERSION = "2.34.1";

/** Falcosidekick's program, or why there is none. */
export type Obtained = { readonly program: string } | { readonly reason: string };

/**
 * Takes the Falcosidekick that FALCOSIDEKICK_BIN names, or builds one with Go, the first time only: it is kept in the user's
 * cache folder, outside the clone. Throws an Error when FALCOSIDEKICK_BIN names nothing that can be run.
 */
export async function obtain(): Promise<Obtained> {
	const given = process.env.FALCOSIDEKICK_BIN;
	if (given) {
		await access(given, constants.X_OK).catch((cause) => {
			throw new Error(`FALCOSIDEKICK_BIN names nothing that can be run: ${given}`, { cause });
		});
		return { program: given };
	}
	const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "okta-falco");
	const program = join(cache, `falcosidekick-${VERSION}`);
	if (await isProgram(program)) return { program };
	await mkdir(cache, { recursive: true });
	return build(`${MODULE}@${VERSION}`, MODULE, program);
}

/** Builds the program of a Go package, from its module at a version. */
export async function build(module: string, name: string, program: string): Promise<Obtained> {
	const folder = await mkdtemp(join(tmpdir(), "okta-falco-go-"));
	const go = (...args: readonly string[]) => run("go", args, { cwd: folder, env: { ...process.env, GOWORK: "off" } });
	try {
		await go("mod", "init", "falcosidekick.invalid");
		await go("get", module);
		// In its place at once, when another run builds it too; and a rename does not leave a file system.
		await go("build", "-trimpath", "-o", `${program}.${process.pid}`, name);
		await rename(`${program}.${process.pid}`, program);
		return { program };
	} catch (error) {
		return { reason: reasonOf(error) };
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function isProgram(path: string): Promise<boolean> {
	return access(path, constants.X_OK).then(
		() => true,
		() => false,
	);
}

/** What Go said, which is the last that it wrote. */
function reasonOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	if ("code" in error && error.code === "ENOENT") return "Go is not installed";
	return "stderr" in error && String(error.stderr).trim() !== "" ? String(error.stderr).trim() : error.message;
}
