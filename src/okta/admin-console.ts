/**
 * Whether a host is an org's Admin Console, `acme-admin.okta.com`: it stands in the address bar of whoever sets this up, but
 * is not the org's own, which Okta names as the source of its deliveries and where its API is.
 */
export function isAdminConsole(host: string): boolean {
	return /-admin\.(okta|oktapreview|okta-emea|okta-gov)\.com$/i.test(host);
}
