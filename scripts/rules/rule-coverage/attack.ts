/** MITRE ATT&CK's tactics as rules are tagged with them, in the order of an attack. */
export const TACTICS: Readonly<Record<string, string>> = {
	mitre_reconnaissance: "Reconnaissance",
	mitre_resource_development: "Resource Development",
	mitre_initial_access: "Initial Access",
	mitre_execution: "Execution",
	mitre_persistence: "Persistence",
	mitre_privilege_escalation: "Privilege Escalation",
	mitre_defense_evasion: "Defense Evasion",
	mitre_credential_access: "Credential Access",
	mitre_discovery: "Discovery",
	mitre_lateral_movement: "Lateral Movement",
	mitre_collection: "Collection",
	mitre_command_and_control: "Command and Control",
	mitre_exfiltration: "Exfiltration",
	mitre_impact: "Impact",
};

/**
 * Names of the techniques that matter to identity providers; others are shown by their number alone.
 * ATT&CK 19 gave some new numbers, T1684 to T1686; rules carry those of 18 beside them, as Falco's own rules do.
 */
const TECHNIQUES: Readonly<Record<string, string>> = {
	"T1056.003": "Input Capture: Web Portal Capture",
	T1078: "Valid Accounts",
	"T1078.004": "Valid Accounts: Cloud Accounts",
	T1087: "Account Discovery",
	T1090: "Proxy",
	T1098: "Account Manipulation",
	"T1098.001": "Account Manipulation: Additional Cloud Credentials",
	"T1098.003": "Account Manipulation: Additional Cloud Roles",
	"T1098.005": "Account Manipulation: Device Registration",
	"T1098.007": "Account Manipulation: Additional Local or Domain Groups",
	T1110: "Brute Force",
	"T1110.001": "Brute Force: Password Guessing",
	"T1110.003": "Brute Force: Password Spraying",
	"T1110.004": "Brute Force: Credential Stuffing",
	T1111: "Multi-Factor Authentication Interception",
	"T1136.003": "Create Account: Cloud Account",
	T1185: "Browser Session Hijacking",
	T1199: "Trusted Relationship",
	T1484: "Domain or Tenant Policy Modification",
	"T1484.002": "Domain or Tenant Policy Modification: Trust Modification",
	T1485: "Data Destruction",
	T1498: "Network Denial of Service",
	T1499: "Endpoint Denial of Service",
	"T1499.002": "Endpoint Denial of Service: Service Exhaustion Flood",
	T1528: "Steal Application Access Token",
	T1531: "Account Access Removal",
	T1538: "Cloud Service Dashboard",
	T1539: "Steal Web Session Cookie",
	T1550: "Use Alternate Authentication Material",
	"T1550.001": "Use Alternate Authentication Material: Application Access Token",
	"T1550.004": "Use Alternate Authentication Material: Web Session Cookie",
	T1552: "Unsecured Credentials",
	T1555: "Credentials from Password Stores",
	T1556: "Modify Authentication Process",
	"T1556.006": "Modify Authentication Process: Multi-Factor Authentication",
	"T1556.007": "Modify Authentication Process: Hybrid Identity",
	"T1556.009": "Modify Authentication Process: Conditional Access Policies",
	T1557: "Adversary-in-the-Middle",
	"T1562.001": "Impair Defenses: Disable or Modify Tools",
	"T1562.007": "Impair Defenses: Disable or Modify Cloud Firewall",
	"T1562.008": "Impair Defenses: Disable or Modify Cloud Logs",
	T1566: "Phishing",
	"T1566.002": "Phishing: Spearphishing Link",
	T1586: "Compromise Accounts",
	"T1606.002": "Forge Web Credentials: SAML Tokens",
	T1621: "Multi-Factor Authentication Request Generation",
	T1656: "Impersonation",
	"T1684.001": "Social Engineering: Impersonation",
	T1685: "Disable or Modify Tools",
	"T1685.002": "Disable or Modify Tools: Disable or Modify Cloud Log",
	"T1686.001": "Disable or Modify System Firewall: Cloud Firewall",
};

const TACTIC = /^mitre_/;
const TECHNIQUE = /^T\d{4}(?:\.\d{3})?$/;

/** Where a rule stands in ATT&CK, as its tags say. */
export interface AttackTags {
	/** Tags of tactics. */
	readonly tactics: readonly string[];
	/** Numbers of techniques. */
	readonly techniques: readonly string[];
}

export function attackTags(tags: readonly string[]): AttackTags {
	return { tactics: tags.filter((tag) => TACTIC.test(tag)), techniques: tags.filter((tag) => TECHNIQUE.test(tag)) };
}

/** `T1621 Multi-Factor Authentication Request Generation`. */
export function techniqueName(number: string): string {
	const name = TECHNIQUES[number];
	return name === undefined ? number : `${number} ${name}`;
}
