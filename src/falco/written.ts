import { type Bytes, toText } from "./bytes.ts";
import { textValue } from "./filter/reading.ts";

/** Text in both of the forms that an alert has it in. */
export interface Written {
	readonly text: string;
	/** As it stands between the quotes of a JSON string. */
	readonly json: string;
}

/** Printable ASCII but `"` and the backslash: text that is the same in every form. */
const PLAIN = /^[ !#-[\]-~]*$/;

export function written(bytes: Bytes): Written {
	if (PLAIN.test(bytes)) return { text: bytes, json: bytes };
	const text = toText(bytes);
	return { text, json: JSON.stringify(text).slice(1, -1) };
}

/** The same of text as an event has it. */
export function writtenText(text: string): Written {
	return PLAIN.test(text) ? { text, json: text } : written(textValue(text));
}

/** One text after the other. */
export function followed(first: Written, second: Written): Written {
	const text = first.text + second.text;
	const isSame = first.json === first.text && second.json === second.text;
	return { text, json: isSame ? text : first.json + second.json };
}

/** A piece of text, or the place among an alert's fields where it stands. */
export type Piece = Written | number;

/** Pieces one after the other, each of them whole characters. */
export function joined(pieces: readonly Piece[], fields: readonly Written[]): Written {
	let text = "";
	let isSame = true;
	for (const piece of pieces) {
		const found = pieceOf(piece, fields);
		text += found.text;
		isSame &&= found.json === found.text;
	}
	if (isSame) return { text, json: text };
	let json = "";
	for (const piece of pieces) json += pieceOf(piece, fields).json;
	return { text, json };
}

function pieceOf(piece: Piece, fields: readonly Written[]): Written {
	return typeof piece === "number" ? (fields[piece] as Written) : piece;
}
