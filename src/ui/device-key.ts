import { base64url, fromBase64url } from '../kernel/bytes.ts'
import type { Crypto } from '../kernel/crypto.ts'
import { Malformed } from '../kernel/failures.ts'
import { type DeviceId, deviceIdOf } from '../kernel/ids.ts'
import { allowed } from './storage.ts'

/**
 * The key pair that is this device to the box. On a trusted address it is kept. On plain http it
 * lasts one class: `http://192.168.4.1` is one origin at every venue, so the next box could read
 * what this one left behind; a paired studio's lasts half a day for the same reason.
 */
export type DeviceKey = {
  readonly secretKey: Uint8Array
  readonly publicKey: Uint8Array
  readonly device: DeviceId
  /** How long it is kept: for good, for this class, for the day, or only until the page goes, where nothing may be stored. */
  readonly lasts: 'kept' | 'class' | 'day' | 'page'
  /** A number for the next signed request, larger than all before. */
  nextCounter(): number
  /** The box has seen numbers up to this one. */
  counterSeen(highest: number): void
  /** Wipes it from the device; the page goes on with it until it closes. */
  forget(): void
}

/** What of `Storage` is used; it throws where the browser forbids storing. */
export type KeyStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

export type KeyPlace = {
  /** On https or the box's own screen. */
  readonly trusted: boolean
  /** The class a learner is in, or the studio. */
  readonly use: { readonly class: string } | 'studio'
  readonly storage: KeyStorage
  readonly crypto: Crypto
  /** Milliseconds since 1970; only to find keys that are too old, and for numbers that grow. */
  readonly now: () => number
}

const PREFIX = 'lectern.key.'
const KEPT = `${PREFIX}kept`
/** A key for a class or a studio on plain http is of no use for longer. */
const KEPT_FOR_MS = 12 * 3600 * 1000

type Stored = { readonly secret: Uint8Array; readonly at: number }

export function openDeviceKey(place: KeyPlace): DeviceKey {
  const { crypto, now, storage, trusted, use } = place
  const name = trusted ? KEPT : use === 'studio' ? `${PREFIX}studio` : `${PREFIX}class.${use.class}`
  if (!trusted) forgetOldKeys(storage, now())
  const stored = read(storage, name)
  const secretKey = stored?.secret ?? crypto.ed25519.newSecretKey()
  const isStored = write(storage, name, { secret: secretKey, at: now() })
  // The first use of a curve costs a slow phone a good part of a second: not before something is signed.
  let derived: Uint8Array | undefined
  const publicKey = (): Uint8Array => (derived ??= crypto.ed25519.publicKey(secretKey))
  let last = 0
  return {
    secretKey,
    get publicKey() {
      return publicKey()
    },
    get device() {
      return deviceIdOf(publicKey(), crypto)
    },
    lasts: !isStored ? 'page' : trusted ? 'kept' : use === 'studio' ? 'day' : 'class',
    // The wall clock makes the numbers of several tabs grow together; where it is wrong, the box says what it has seen.
    nextCounter: () => (last = Math.max(last + 1, Math.floor(now()))),
    counterSeen: (highest) => { last = Math.max(last, highest) },
    forget: () => remove(storage, name),
  }
}

/** On plain http nothing stays that belongs to another day. */
function forgetOldKeys(storage: KeyStorage, now: number): void {
  for (const name of names(storage)) {
    const stored = read(storage, name)
    if (name !== KEPT && (!stored || Math.abs(now - stored.at) > KEPT_FOR_MS)) remove(storage, name)
  }
}

function names(storage: KeyStorage): string[] {
  return allowed(() => Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '').filter((name) => name.startsWith(PREFIX))) ?? []
}

/** Undefined when there is none, or one that nobody could use. */
function read(storage: KeyStorage, name: string): Stored | undefined {
  const [secret = '', at = ''] = (allowed(() => storage.getItem(name)) ?? '').split(' ')
  if (!/^\d{1,16}$/.test(at)) return undefined
  try {
    const bytes = fromBase64url(secret)
    return bytes.length === 32 ? { secret: bytes, at: Number(at) } : undefined
  } catch (error) {
    if (error instanceof Malformed) return undefined
    throw error
  }
}

function write(storage: KeyStorage, name: string, { secret, at }: Stored): boolean {
  return allowed(() => {
    storage.setItem(name, `${base64url(secret)} ${String(at)}`)
    return true
  }) ?? false
}

function remove(storage: KeyStorage, name: string): void {
  allowed(() => storage.removeItem(name))
}
