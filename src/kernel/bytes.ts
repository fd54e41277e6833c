import { Malformed } from './failures.ts'

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567'
const encoder = new TextEncoder()

export function utf8(text: string): Uint8Array {
  return encoder.encode(text)
}

export function hex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
  return text
}

export function base64(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}

/** Bytes of padded standard base64; throws {@link Malformed} otherwise. */
export function fromBase64(text: string): Uint8Array {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) throw new Malformed('base64')
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
}

/** As {@link fromBase64}, where one value has one text: bits that base64 would drop must be zero. */
export function exactBase64(text: string): Uint8Array {
  const bytes = fromBase64(text)
  if (base64(bytes) !== text) throw new Malformed('base64 with stray bits')
  return bytes
}

/** Unpadded URL-safe base64 (RFC 4648 section 5). */
export function base64url(bytes: Uint8Array): string {
  return base64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Bytes of unpadded base64url; throws {@link Malformed} otherwise. */
export function fromBase64url(text: string): Uint8Array {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) throw new Malformed('base64url')
  const standard = text.replaceAll('-', '+').replaceAll('_', '/')
  return fromBase64(standard.padEnd(Math.ceil(standard.length / 4) * 4, '='))
}

/** Lower-case unpadded base32 (RFC 4648 section 6), used in ids because it survives any transport. */
export function base32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      text += BASE32[(held >>> (bits - 5)) & 31] ?? ''
      bits -= 5
    }
    held &= (1 << bits) - 1
  }
  return bits > 0 ? text + (BASE32[(held << (5 - bits)) & 31] ?? '') : text
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
