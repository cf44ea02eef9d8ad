import { ScrollBox } from "./scroll-box.tsx";
import { Text } from "./text.tsx";

/** Longer text, in UTF-16 code units, has a box of its own. */
const LONG = 500;

/** All of a text that anybody may have written, however long it is. */
export function LongText({ label, value }: { readonly label: string; readonly value: string }) {
	if (value.length <= LONG) return <Text value={value} />;
	return (
		<ScrollBox label={label} isTall>
			<Text value={value} />
		</ScrollBox>
	);
}
