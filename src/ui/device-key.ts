import { base64url, fromBase64url } from '../kernel/bytes.ts'
import type { Crypto } from '../kernel/crypto.ts'
import { Malformed } from '../kernel/failures.ts'
import { type DeviceId, deviceIdOf } from '../kernel/ids.ts'
import { allowed } from './storage.ts'

/**
 * The key pair that is this device to the box. On a trusted address it is kept. On plain http it
 * lasts one class: `http://192.168.4.1` is one origin at every venue, so the next box could read
 * what this one left behind; a paired studio's lasts half a day for the same reason. After the class it
 * goes on in its tab alone, so that a person can still ask for what concerns them.
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
/** A person brought from another device, until the first class on this address takes it. */
const BROUGHT = `${PREFIX}brought`
const STUDIO = `${PREFIX}studio`
/** A key for a class or a studio on plain http is of no use for longer. */
const KEPT_FOR_MS = 12 * 3600 * 1000

type Stored = { readonly secret: Uint8Array; readonly at: number }

/** Whether this device has a key for that already; asking makes none. */
export function hasDeviceKey(place: Pick<KeyPlace, 'trusted' | 'use' | 'storage'>): boolean {
  return read(place.storage, nameOf(place)) !== undefined
}

function nameOf({ trusted, use }: Pick<KeyPlace, 'trusted' | 'use'>): string {
  return trusted ? KEPT : use === 'studio' ? STUDIO : `${PREFIX}class.${use.class}`
}

export function openDeviceKey(place: KeyPlace): DeviceKey {
  const { crypto, now, storage, trusted, use } = place
  const name = nameOf(place)
  if (!trusted) forgetOldKeys(storage, now())
  if (!trusted && use !== 'studio') takeBrought(storage, name)
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

/** Of a tab, which ends with it. */
export type TabStorage = Pick<KeyStorage, 'getItem' | 'setItem'>

/**
 * After a class on plain http: the key leaves the device, where the next box could read it, and this tab alone
 * stays that person, so that they can still ask for what concerns them.
 */
export function leaveToTab({ use, storage, tabStorage }: Pick<KeyPlace, 'use' | 'storage'> & { readonly tabStorage: TabStorage }): void {
  const name = nameOf({ trusted: false, use })
  const text = allowed(() => storage.getItem(name)) ?? null
  // A page that is loaded once more after the class made a key that nobody knows: the tab's own stays.
  if (text !== null && (allowed(() => tabStorage.getItem(name)) ?? null) === null) allowed(() => tabStorage.setItem(name, text))
  remove(storage, name)
}

/** The key of who was, or will be, in a class; for pages beside the class's own. */
export function openPersonKey({ class: code, tabStorage, storage, ...place }: Omit<KeyPlace, 'use'> & { readonly class: string; readonly tabStorage: KeyStorage }): DeviceKey {
  const use = { class: code }
  const isTabs = !place.trusted && hasDeviceKey({ trusted: false, use, storage: tabStorage })
  return openDeviceKey({ ...place, use, storage: isTabs ? tabStorage : storage })
}

/** Where a person is brought to. */
export type BringPlace = Pick<KeyPlace, 'trusted' | 'storage' | 'now'>

/** Whether this device is another person here already, who would be gone. */
export function isSomebodyElse({ trusted, storage }: BringPlace, secretKey: Uint8Array): boolean {
  const own = base64url(secretKey)
  return names(storage).some((name) => isLearners(name, trusted) && base64url(read(storage, name)?.secret ?? secretKey) !== own)
}

/**
 * Makes this device the person whose secret key this is: for good on a trusted address, else for the
 * first class that is opened within half a day. False where nothing may be stored.
 */
export function bringDeviceKey({ trusted, storage, now }: BringPlace, secretKey: Uint8Array): boolean {
  for (const name of names(storage)) if (isLearners(name, trusted)) remove(storage, name)
  return write(storage, trusted ? KEPT : BROUGHT, { secret: secretKey, at: now() })
}

function isLearners(name: string, trusted: boolean): boolean {
  return trusted ? name === KEPT : name !== KEPT && name !== STUDIO
}

/** One class alone: what it takes is forgotten with it. */
function takeBrought(storage: KeyStorage, name: string): void {
  const brought = read(storage, BROUGHT)
  if (brought && write(storage, name, brought)) remove(storage, BROUGHT)
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
