import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A certificate and its private key: PEM, and the files in which it stands. */
export interface Identity {
	readonly certificate: string;
	readonly key: string;
	readonly certificateFile: string;
	readonly keyFile: string;
}

/** An authority made for one run, and what it has signed: a server on this machine and its client. */
export interface Certificates {
	readonly authority: Identity;
	readonly server: Identity;
	readonly client: Identity;
	/** Removes the keys. */
	readonly close: () => void;
}

const DAYS = "1";
const KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

/** Makes them with the machine's openssl, in a temporary folder. */
export function makeCertificates(): Certificates {
	const folder = mkdtempSync(join(tmpdir(), "okta-falco-certificates-"));
	const file = (name: string) => join(folder, name);
	const openssl = (...args: readonly string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
	writeFileSync(file("extensions"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
	openssl("req", "-x509", ...KEY, "-keyout", "ca.key", "-out", "ca.crt", "-subj", "/CN=authority", "-days", DAYS);
	const signed = (name: string) => {
		openssl("req", ...KEY, "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", `/CN=${name}`);
		const ca = ["-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days", DAYS];
		openssl("x509", "-req", "-in", `${name}.csr`, ...ca, "-extfile", "extensions", "-out", `${name}.crt`);
		return identity(file(name));
	};
	return {
		authority: identity(file("ca")),
		server: signed("server"),
		client: signed("client"),
		close: () => rmSync(folder, { recursive: true, force: true }),
	};
}

function identity(path: string): Identity {
	const [certificateFile, keyFile] = [`${path}.crt`, `${path}.key`];
	return {
		certificate: readFileSync(certificateFile, "utf8"),
		key: readFileSync(keyFile, "utf8"),
		certificateFile,
		keyFile,
	};
}
