/** What of ASN.1 a certificate is written with, in DER (ITU-T X.690). */

export function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  return Buffer.concat([Buffer.of(tag), lengthOf(body.length), body])
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length)
  const bytes = Buffer.from(length.toString(16).padStart(length > 0xff ? 4 : 2, '0'), 'hex')
  return Buffer.concat([Buffer.of(0x80 | bytes.length), bytes])
}

export const sequence = (...content: readonly Uint8Array[]): Buffer => der(0x30, ...content)
export const set = (...content: readonly Uint8Array[]): Buffer => der(0x31, ...content)
export const octets = (...content: readonly Uint8Array[]): Buffer => der(0x04, ...content)
export const text = (value: string): Buffer => der(0x0c, Buffer.from(value))
export const yes: Buffer = der(0x01, Buffer.of(0xff))
/** All bits of all bytes count, but for the last `unused`. */
export const bits = (bytes: Uint8Array, unused = 0): Buffer => der(0x03, Buffer.of(unused), bytes)
/** Constructed, in a context. */
export const explicit = (number: number, ...content: readonly Uint8Array[]): Buffer => der(0xa0 | number, ...content)
/** Primitive, in a context. */
export const implicit = (number: number, ...content: readonly Uint8Array[]): Buffer => der(0x80 | number, ...content)
/** A whole number that is not negative, from its bytes, the first of which is not zero. */
export const integer = (bytes: Uint8Array): Buffer => der(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.of(0) : Buffer.of(), bytes)
/** `YYYYMMDDHHMMSSZ`; years up to 2049 are written with two digits (RFC 5280 section 4.1.2.5). */
export const time = (value: string): Buffer => Number(value.slice(0, 4)) < 2050 ? der(0x17, Buffer.from(value.slice(2))) : der(0x18, Buffer.from(value))

/** An object identifier as dotted numbers. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return der(0x06, Buffer.from([first * 40 + second, ...rest].flatMap(base128)))
}

function base128(value: number): number[] {
  const digits = [value % 128]
  for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) digits.unshift((left % 128) | 0x80)
  return digits
}
