import { z } from 'zod/mini'
import { base32 } from './bytes.ts'
import type { Crypto } from './crypto.ts'

/** Ids are a typed prefix and 10 bytes in lower-case base32 (16 letters). */
function idOf<const Brand extends string>(prefix: string) {
  return z.string().check(z.regex(new RegExp(`^${prefix}_[a-z2-7]{16}$`))).brand<Brand>()
}

export const HubId = idOf<'HubId'>('hub')
export type HubId = z.infer<typeof HubId>
export const ClassId = idOf<'ClassId'>('cls')
export type ClassId = z.infer<typeof ClassId>
export const DeviceId = idOf<'DeviceId'>('dev')
export type DeviceId = z.infer<typeof DeviceId>
/** A person's seat in one class. */
export const SeatId = idOf<'SeatId'>('seat')
export type SeatId = z.infer<typeof SeatId>
export const CueId = idOf<'CueId'>('cue')
export type CueId = z.infer<typeof CueId>
/** One programme source: a browser, OBS or another WHIP client. */
export const PublisherId = idOf<'PublisherId'>('pub')
export type PublisherId = z.infer<typeof PublisherId>

/** A line of a plan. */
export const ItemId = idOf<'ItemId'>('item')
export type ItemId = z.infer<typeof ItemId>
export const TimerId = idOf<'TimerId'>('tmr')
export type TimerId = z.infer<typeof TimerId>
/** A sound file that the box holds. */
export const TrackId = idOf<'TrackId'>('trk')
export type TrackId = z.infer<typeof TrackId>
/** A slide or an overlay that the box holds. */
export const PictureId = idOf<'PictureId'>('pic')
export type PictureId = z.infer<typeof PictureId>
/** One playing of a track. */
export const MusicId = idOf<'MusicId'>('mus')
export type MusicId = z.infer<typeof MusicId>
export const PollId = idOf<'PollId'>('poll')
export type PollId = z.infer<typeof PollId>
export const QuestionId = idOf<'QuestionId'>('qst')
export type QuestionId = z.infer<typeof QuestionId>
/** One time of a learner on stage, from the asking to the leaving. */
export const GuestId = idOf<'GuestId'>('gst')
export type GuestId = z.infer<typeof GuestId>

/** A person in one class: named by their key of that class, or, without a device, by chance. */
export const PersonId = idOf<'PersonId'>('prs')
export type PersonId = z.infer<typeof PersonId>
/** Somebody's wish that a stretch of a class be removed. */
export const ClaimId = idOf<'ClaimId'>('clm')
export type ClaimId = z.infer<typeof ClaimId>

type Ids = {
  hub: HubId; cls: ClassId; seat: SeatId; cue: CueId; pub: PublisherId
  item: ItemId; tmr: TimerId; trk: TrackId; mus: MusicId; poll: PollId; qst: QuestionId; gst: GuestId; pic: PictureId; prs: PersonId; clm: ClaimId
}

export function newId<P extends keyof Ids>(prefix: P, crypto: Pick<Crypto, 'randomBytes'>): Ids[P] {
  return `${prefix}_${base32(crypto.randomBytes(10))}` as Ids[P]
}

/** A device is named by its key, so nobody can claim another's id. */
export function deviceIdOf(publicKey: Uint8Array, crypto: Pick<Crypto, 'sha256'>): DeviceId {
  return `dev_${base32(crypto.sha256(publicKey).subarray(0, 10))}` as DeviceId
}

/** A person is named by their key of one class, so nobody can speak for another there. */
export function personIdOf(publicKey: Uint8Array, crypto: Pick<Crypto, 'sha256'>): PersonId {
  return `prs_${base32(crypto.sha256(publicKey).subarray(0, 10))}` as PersonId
}

/** Six characters without look-alikes (no 0 O 1 I L U V), as people read them aloud and type them. */
export const CLASS_CODE_LETTERS = '23456789ABCDEFGHJKMNPQRSTWXYZ'
export const ClassCode = z.string().check(z.regex(new RegExp(`^[${CLASS_CODE_LETTERS}]{6}$`))).brand<'ClassCode'>()
export type ClassCode = z.infer<typeof ClassCode>

/** A random class code, each letter equally likely. */
export function newClassCode(crypto: Pick<Crypto, 'randomBytes'>): ClassCode {
  const fair = 256 - (256 % CLASS_CODE_LETTERS.length)
  let code = ''
  while (code.length < 6) {
    for (const byte of crypto.randomBytes(12)) {
      if (byte < fair && code.length < 6) code += CLASS_CODE_LETTERS[byte % CLASS_CODE_LETTERS.length] ?? ''
    }
  }
  return code as ClassCode
}

/** What somebody typed, brought to the form of a code: case, spaces and dashes do not matter. */
export function typedClassCode(typed: string): string {
  return typed.toUpperCase().replaceAll(/[\s-]/g, '')
}
