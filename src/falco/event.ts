/** What the engine itself must know of an event, whatever source it comes from. */
export interface FalcoEvent {
	/** Place of the event among those of its source, from 1 (`evt.num`). */
	readonly number: bigint;
	/** When it happened: nanoseconds since the Unix epoch, signed 64-bit (`evt.rawtime`). */
	readonly time: bigint;
	/** `time` of the first event that the source gave (`evt.reltime` counts from it). */
	readonly firstTime: bigint;
	/** Event source, which is also the plugin's name: `okta`. */
	readonly source: string;
	/** The event as JSON, parsed: what `json.value[/pointer]` walks. */
	readonly document: unknown;
	/** The event as JSON text: what `evt.plugininfo` prints. */
	text(): string;
	/** Name of the machine that says so (`evt.hostname`). */
	readonly hostname: string;
}
