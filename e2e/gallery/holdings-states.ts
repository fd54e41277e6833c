import { m } from '../../src/words/messages.js'
import { ClassCode, PersonId } from '../../src/kernel/ids.ts'
import type { WallTime } from '../../src/kernel/time.ts'
import type { Before, HeldClass, Holdings, HoldingsState, PersonHere } from '../../src/features/privacy/screens/holdings/holdings-model.ts'
import { ALL_REFUSED, type Choices } from '../../src/features/privacy/wire/words.ts'

/** The page of what the box holds in every state. */
export type HoldingsScene = { readonly state: HoldingsState; readonly open: { readonly code: string; readonly people: readonly PersonHere[] | null } | null; readonly before: Before | null; readonly busy: boolean; readonly done: () => string | null }

const day = (days: number): WallTime => (Date.UTC(2026, 10, 22, 14, 25) + days * 86_400_000) as WallTime
const none: HeldClass['recording'] = { seconds: 0, bytes: 0, keys: 0, replayUntil: null }
const held = (code: string, title: string, over: Partial<HeldClass>): HeldClass => ({
  code: ClassCode.parse(code), title, afterlife: 'contestable', endedAt: day(0), window: { state: 'open', hours: 168, until: day(7) }, people: 22, consents: 19, claimsWaiting: 0,
  recording: { seconds: 1500, bytes: 312_000_000, keys: 750, replayUntil: day(7) }, privateFields: 214, ...over,
})
const holdings = (over: Partial<Holdings> = {}): HoldingsState => ({
  at: 'there',
  holdings: {
    record: { entries: 4812, bytes: 9_400_000 }, files: { bytes: 48_000_000 }, keys: { passphrase: true, keyFile: false },
    classes: [
      held('K7M4QX', 'Shoulders that stop aching', { claimsWaiting: 2 }),
      held('B2C3D4', 'A very first class about how to sit for a whole day without a single complaint', { afterlife: 'running', endedAt: null, window: { state: 'not-yet', hours: 48, until: null }, people: 1, consents: 1, recording: none, privateFields: 1 }),
      held('E5F6G7', 'Knees', { afterlife: 'settled', endedAt: day(-30), window: { state: 'over', hours: 168, until: day(-23) }, recording: { seconds: 7200, bytes: 1_480_000_000, keys: 3600, replayUntil: null } }),
      held('H8J9K2', 'Breathing', { afterlife: 'forgotten', endedAt: day(-90), window: { state: 'over', hours: 168, until: day(-83) }, people: 0, consents: 0, recording: none, privateFields: 0 }),
    ],
    ...over,
  },
})
function person(letter: string, name: string | null, choices: Partial<Choices> | null, over: Partial<PersonHere> = {}): PersonHere {
  const id = PersonId.parse(`prs_${letter.repeat(16)}`)
  const consent = choices === null ? null : { person: id, by: 'self' as const, choices: { ...ALL_REFUSED, ...choices }, at: day(0), notice: { sha256: 'A'.repeat(43), language: 'en' } }
  return { key: id, person: id, seat: null, name, consent, claims: 0, privateEntries: 12, ...over }
}
const people = [
  person('a', 'Leyla', { heard: true, answers: true }, { claims: 1 }), person('b', null, {}, { privateEntries: 0 }), person('c', 'Samuel Okonkwo-Bartholomew', { heard: true, seen: true, answers: true, analytics: true, contact: true }), person('d', null, null, { privateEntries: 1 }),
]
const leyla = people[0]
if (leyla === undefined) throw new Error('nobody')
const data = {
  format: 'lectern-person/1', class: { id: 'cls_x', code: 'K7M4QX', title: 'Shoulders that stop aching' }, person: leyla.person, seat: null, device: null, name: 'Leyla',
  kept: { untilErased: true, replayUntil: '2026-11-29T14:25:00.000Z', removalUntil: '2026-11-29T14:25:00.000Z' },
  consents: [{ at: '2026-11-22T13:58:00.000Z', by: 'self', choices: { heard: true, seen: false, answers: true, analytics: false, contact: false }, entry: 7 }],
  claims: [{ at: '2026-11-22T15:10:00.000Z', span: { from: day(0), to: day(0) }, reason: 'I say where I work.', became: null }],
  questions: [{ at: '2026-11-22T14:12:00.000Z', text: 'Does this also help if the ache is lower down?' }], visit: null,
  entries: [{ sequence: 7, at: '2026-11-22T13:58:00.000Z', kind: 'privacy.consent-stated.1' }],
}
const scene = (over: Partial<HoldingsScene>): HoldingsScene => ({ state: holdings(), open: null, before: null, busy: false, done: () => null, ...over })

export const holdingsScenes: Readonly<Record<string, HoldingsScene>> = {
  'holdings': scene({}),
  'holdings-people': scene({ open: { code: 'K7M4QX', people } }),
  'holdings-hand-out': scene({ before: { type: 'hand-out', code: 'K7M4QX', person: leyla, data } }),
  'holdings-erase': scene({ before: { type: 'erase', code: 'K7M4QX', person: leyla } }),
  'holdings-forget': scene({ before: { type: 'forget', code: 'E5F6G7', title: 'Knees' }, busy: true }),
  'holdings-erased': scene({ done: () => m.privacy_holdings_erased({ count: 12 }) }),
  'holdings-nothing': scene({ state: holdings({ keys: { passphrase: false, keyFile: false }, classes: [], files: { bytes: 0 }, record: { entries: 3, bytes: 41_000 } }) }),
}
