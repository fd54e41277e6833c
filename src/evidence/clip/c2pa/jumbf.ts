import { utf8 } from '../../../kernel/bytes.ts'
import { box } from '../../../media/cmaf/boxes.ts'

/** Boxes of JUMBF (ISO/IEC 19566-5), whose shape is that of boxes in media files, as C2PA uses them (C2PA 2.x, "Use of JUMBF"). */

/** The four letters of each kind of content; the rest of its UUID is the same for all. */
type Content = 'c2pa' | 'c2ma' | 'c2as' | 'c2cl' | 'c2cs' | 'cbor'
const UUID_REST = Uint8Array.of(0, 0x11, 0, 0x10, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71)
/** May be asked for by its label, which follows. */
const REQUESTABLE_WITH_LABEL = 3

/** A superbox: its description, and what is in it. */
export function superbox(content: Content, label: string, ...inside: readonly Uint8Array[]): Buffer {
  return box('jumb', box('jumd', Buffer.from(content, 'latin1'), UUID_REST, Uint8Array.of(REQUESTABLE_WITH_LABEL), utf8(`${label}\0`)), ...inside)
}

export function cborBox(bytes: Uint8Array): Buffer {
  return box('cbor', bytes)
}

/** What hashed addresses are over: all of a superbox but its own length and type. */
export function hashedPart(whole: Uint8Array): Uint8Array {
  return whole.subarray(8)
}
