import { utf8 } from '../../kernel/bytes.ts'

/** Regular files in the ustar format (POSIX.1-1988, `pax` of POSIX.1-2001): what every system unpacks. */
const BLOCK = 512
const NAME_BYTES = 100

/** The header of a file. {@link RangeError} for a name or size that ustar cannot hold; a bundle has none. */
export function tarHeader(name: string, size: number): Uint8Array {
  const path = utf8(name)
  if (path.length > NAME_BYTES) throw new RangeError('a name too long for a tape archive')
  if (size >= 8 ** 11) throw new RangeError('a file too large for a tape archive')
  const header = new Uint8Array(BLOCK)
  const put = (at: number, text: string): void => header.set(utf8(text), at)
  header.set(path, 0)
  put(100, '0000644\0')
  put(108, '0000000\0')
  put(116, '0000000\0')
  put(124, `${size.toString(8).padStart(11, '0')}\0`)
  put(136, '00000000000\0') // No times: two exports of the same are the same.
  put(148, '        ')
  put(156, '0')
  put(257, 'ustar\0')
  put(263, '00')
  const sum = header.reduce((total, byte) => total + byte, 0)
  put(148, `${sum.toString(8).padStart(6, '0')}\0 `)
  return header
}

export function tarPadding(size: number): Uint8Array {
  return new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK)
}

export function tarEnd(): Uint8Array {
  return new Uint8Array(2 * BLOCK)
}
