import { Layout } from "./layout.tsx";

/** Why somebody is not signed in yet. */
export type SignInFault = "another token" | "too often";

interface SignInProps {
	/** Of this answer's Content-Security-Policy. */
	readonly nonce: string;
	/** Where to go afterwards: a path of this Worker. */
	readonly to: string;
	readonly fault?: SignInFault | undefined;
}

const FAULTS: Readonly<Record<SignInFault, string>> = {
	"another token": "That is another token.",
	"too often": "From your address that failed too often: try again in a minute.",
};

/** The page that asks for ADMIN_TOKEN. It tells strangers nothing, not even whose org this is. */
export function SignIn({ nonce, to, fault }: SignInProps) {
	return (
		<Layout frame={{ nonce, org: undefined, hasSession: false }} title="Sign in · okta-falco">
			<section class="card sign-in" aria-labelledby="sign-in-title">
				<h1 id="sign-in-title">Sign in</h1>
				<form method="post" action="/status/sign-in">
					{fault && (
						<p id="fault" class="fault" role="alert">
							{FAULTS[fault]}
						</p>
					)}
					<label for="token">Admin token</label>
					<input
						id="token"
						name="token"
						type="password"
						autocomplete="current-password"
						required
						autofocus
						aria-invalid={fault && "true"}
						aria-describedby={fault ? "fault hint" : "hint"}
					/>
					<p id="hint" class="hint">
						The Worker’s secret <code>ADMIN_TOKEN</code>.
					</p>
					<input type="hidden" name="to" value={to} />
					<button type="submit" class="primary">
						Sign in
					</button>
				</form>
			</section>
		</Layout>
	);
}
