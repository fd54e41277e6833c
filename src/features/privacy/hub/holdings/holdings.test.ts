import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PrivacyWorld } from '../../../../../testkit/privacy-world.ts'
import type { Person } from '../../../../../testkit/privacy-world.ts'
import { tablesOf } from '../../../../../testkit/tables.ts'
import { Refused } from '../../../../kernel/failures.ts'
import { newId } from '../../../../kernel/ids.ts'
import type { PersonId } from '../../../../kernel/ids.ts'
import type { MemorySocket } from '../../../../../testkit/memory-socket.ts'
import { heldElsewhere } from '../../../../hub/holdings-core.ts'
import { stateConsentFor } from '../consent/state-consent-for.ts'
import { PersonData } from '../../wire/person-data.ts'
import type { HoldingsDeps } from './deps.ts'
import { erasePerson } from './erase-person.ts'
import { forgetClass } from './forget-class.ts'
import { listPeople } from './list-people.ts'
import { showHoldings } from './show-holdings.ts'
import { showMine, showPerson } from './show-person.ts'

let world: PrivacyWorld
let ana: Person
let ben: Person
let page: MemorySocket
/** Classes whose recording was destroyed. */
let destroyed: string[]

beforeEach(() => {
  world = new PrivacyWorld()
  destroyed = []
  world.lobby()
  ;[ana, ben] = [world.person(), world.person()]
  page = world.sits(ana)
  world.sits(ben)
  world.begin()
})
afterEach(() => {
  world[Symbol.dispose]()
  expect(world.faults).toEqual([])
})

const deps = (): HoldingsDeps => ({
  ...world.privacy, journal: world.journal,
  held: heldElsewhere({
    clock: world.clock, journal: world.journal, passphrase: { wraps: () => ({ passphrase: true, keyFile: false }) }, capture: { destroy: (code) => void destroyed.push(code) },
  }),
})
const code = () => world.made.code
const people = () => listPeople(deps(), code()).people
const seat = (person: Person) => world.seatOf(person)
const settle = () => world.clock.advance(1000)
function refusalOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof Refused) return error.code
    throw error
  }
  return 'done'
}

/** Ana says yes and says things; Ben says no and says the same. */
function talk(): PersonId {
  const { person } = ana.consent({ answers: true, analytics: true, contact: true }, { name: 'Ana-needle', contact: 'ana@needle.example' })
  ben.consent({})
  const studio = world.enters(world.host, 'studio')
  studio.command({ type: 'poll', act: { do: 'open', poll: { question: 'How are your knees?', options: ['Fine', 'Sore-needle'] } } })
  const poll = studio.last('poll')?.poll?.id
  if (!poll) throw new Error('no poll')
  page.command({ type: 'answer-poll', poll, option: 1, at: world.clock.now() })
  page.command({ type: 'ask', question: newId('qst', world.crypto), named: true, text: 'Question-needle?', at: world.clock.now() })
  page.command({ type: 'name-me', name: 'Ana-later-needle' })
  page.command({ type: 'raise-hand', up: true, at: world.clock.now() })
  settle()
  const claim = newId('clm', world.crypto)
  const span = { from: world.wall(-1000), to: world.wall() }
  world.journal.transact((tx) => {
    const classId = world.made.id
    tx.append({ kind: 'privacy.claim-made.1', classId, actor: person, body: { claim, person, span, remove: { sound: true, picture: false, text: false }, statement: null }, private: { reason: 'Reason-needle' } })
    tx.append({
      kind: 'privacy.claim-decided.1', classId, actor: world.host.id,
      body: { claim, removed: null, span, means: 'silence', segments: [] }, private: { note: 'Note-needle' },
    })
  })
  return person
}

describe('what a class holds of people', () => {
  it('is listed by who they are: a seat, what they agreed to, or both', () => {
    const person = talk()
    const { consent } = stateConsentFor(world.privacy, code(), {
      person: null, name: 'Cleo', guardian: 'Dora', choices: { heard: true, seen: false, answers: false, analytics: false, contact: false }, notice: { sha256: 'A'.repeat(43), language: 'en' }, contact: null,
    }, world.host.id)
    world.sits(world.person())
    expect(people()).toMatchObject([
      { person, seat: seat(ana), key: person, name: 'Ana-later-needle', claims: 1, consent: { person, choices: { answers: true } } },
      { seat: seat(ben), name: null, claims: 0, consent: { choices: { answers: false } } },
      { person: null, name: null, consent: null, privateEntries: 1 },
      { person: consent.person, seat: null, key: consent.person, name: 'Cleo', claims: 0, privateEntries: 1 },
    ])
  })

  it('is handed out as a whole, to the crew and to themselves, and of nobody else', () => {
    const person = talk()
    const { data } = showPerson(deps(), code(), person)
    expect(data).toMatchObject({
      format: 'lectern-person/1', class: { code: code(), title: 'Knees' }, person, seat: seat(ana), device: ana.device.id, name: 'Ana-later-needle',
      kept: { untilErased: true, replayUntil: null, removalUntil: null },
      consents: [{ choices: { answers: true, heard: false }, name: 'Ana-needle', contact: 'ana@needle.example', device: ana.device.id }],
      claims: [{ reason: 'Reason-needle', became: { kind: 'privacy.claim-decided.1', note: 'Note-needle' } }],
      place: { kind: 'room', hands: 1, reps: 0 }, names: [{ name: 'Ana-later-needle' }],
      answers: [{ question: 'How are your knees?', option: 1, text: 'Sore-needle' }], questions: [{ text: 'Question-needle?' }],
      moments: [{ why: 'hand' }, { why: 'answer' }, { why: 'question' }],
    })
    expect(PersonData.parse(data)).toEqual(data)
    expect(JSON.stringify(data)).not.toContain(seat(ben))
    expect(showPerson(deps(), code(), seat(ana))).toEqual({ data })
    expect(showMine(deps(), code(), ana.device.id)).toEqual({ data })
    const other = JSON.stringify(showMine(deps(), code(), ben.device.id))
    expect(other).toContain(seat(ben))
    expect(other).not.toContain('needle')
    expect(showMine(deps(), code(), world.person().device.id).data).toMatchObject({ person: null, seat: null, entries: [], answers: [] })
    expect(refusalOf(() => showPerson(deps(), code(), 'seat_aaaaaaaaaaaaaaaa'))).toBe('PERSON_UNKNOWN')
    expect(refusalOf(() => showPerson(deps(), '777777', person))).toBe('CLASS_UNKNOWN')
  })

  it('holds the visit of who agreed to figures once the class is over', async () => {
    const person = talk()
    await world.end()
    const { data } = showPerson(deps(), code(), person)
    expect(PersonData.parse(data)).toMatchObject({ visit: { hands: 1, answers: 1, seconds: 1 } })
  })
})

describe('erasing a person', () => {
  it('takes everything private of theirs and nothing of anybody else, and leaves the seat theirs while the class runs', () => {
    const person = talk()
    expect(world.everything()).toContain('needle')
    const { erased } = erasePerson(deps(), code(), person, world.host.id)
    expect(erased).toBe(6)
    expect(world.everything()).not.toMatch(/Question-needle|Reason-needle|Note-needle|needle\.example|Ana/)
    expect(seat(ana)).toBe(page.last('entered')?.seat)
    expect(showPerson(deps(), code(), seat(ben)).data).toMatchObject({ device: ben.device.id, consents: [{ device: ben.device.id }] })
    expect(world.kinds().slice(-2)).toEqual(['privacy.person-erased.1', 'journal.fields-erased.1'])
  })

  it('takes whose seat it was too, once the class is over; repeated it finds nothing', async () => {
    const person = talk()
    await world.end()
    const key = seat(ana)
    erasePerson(deps(), code(), person, world.host.id)
    expect(world.privacy.live.seatOf(world.made.id, ana.device.id)).toBeNull()
    expect(world.everything()).not.toContain(ana.device.id)
    expect(erasePerson(deps(), code(), key, world.host.id)).toEqual({ erased: 0 })
    expect(erasePerson(deps(), code(), person, world.host.id)).toEqual({ erased: 0 })
    expect(world.kinds().filter((kind) => kind === 'privacy.person-erased.1')).toHaveLength(1)
    expect(refusalOf(() => erasePerson(deps(), code(), 'nobody', world.host.id))).toBe('PERSON_UNKNOWN')
    const seen = tablesOf(world.journal.query, 'live_', 'privacy_')
    expect(JSON.stringify(seen)).not.toContain(ana.device.id)
    world.journal.rebuild()
    expect(tablesOf(world.journal.query, 'live_', 'privacy_')).toEqual(seen)
    expect(people().map(({ seat: at, privateEntries }) => [at, privateEntries])).toEqual([[seat(ben), 2], [null, 0]])
  })
})

describe('taking back a yes while the class runs', () => {
  it('keeps nothing from that instant on, erases what was kept, and leaves what the class has of everybody', () => {
    talk()
    const { live } = world.privacy
    expect(live.keptOf(world.made.id, seat(ana), 'answers').length).toBeGreaterThan(0)
    const ask = (text: string) => page.command({ type: 'ask', question: newId('qst', world.crypto), named: true, text, at: world.clock.now() })
    ask('On its way, needle?')
    ana.consent({}) // Before the floor handed the question over.
    ask('After, needle?')
    settle()
    expect(live.keptOf(world.made.id, seat(ana), 'answers')).toEqual([])
    expect(world.everything()).not.toMatch(/way, needle|After, needle|Question-needle|Ana/)
    expect(world.kinds().filter((kind) => kind === 'live.question-asked.1')).toHaveLength(3)
    ana.consent({ answers: true })
    ask('Again, yes?')
    settle()
    expect(live.keptOf(world.made.id, seat(ana), 'answers')).toHaveLength(1)
    expect(world.everything()).toContain('Again, yes?')
  })
})

describe('forgetting a class', () => {
  it('is for a class that is over, once', async () => {
    talk()
    expect(refusalOf(() => forgetClass(deps(), code(), world.host.id))).toBe('CLASS_NOT_OVER')
    await world.end()
    expect(forgetClass(deps(), code(), world.host.id)).toEqual({ afterlife: 'forgotten' })
    expect(destroyed).toEqual([code()])
    expect(refusalOf(() => forgetClass(deps(), code(), world.host.id))).toBe('CLASS_FORGOTTEN')
    expect(refusalOf(() => ana.consent({ heard: true }))).toBe('CLASS_FORGOTTEN')
  })

  it('leaves nothing private of it and its proof: the entries, in order, under the same checkpoints', async () => {
    talk()
    await world.end()
    const before = world.journal.head()
    const entries = world.journal.ofClass(world.made.id)
    const note = world.journal.checkpoint(before.size)
    forgetClass(deps(), code(), world.host.id)
    expect(world.journal.countPrivate(world.made.id)).toBe(0)
    expect(world.everything()).not.toMatch(/needle|Knees|Ana/)
    expect(world.journal.ofClass(world.made.id).slice(0, entries.length)).toEqual(entries)
    expect(world.journal.checkpoint(before.size)).toBe(note)
    expect(people().filter(({ seat: at, name, privateEntries }) => at !== null || name !== null || privateEntries > 0)).toEqual([])
    expect(showHoldings(deps()).classes).toMatchObject([{ code: code(), title: '', afterlife: 'forgotten', privateFields: 0 }])
    const seen = tablesOf(world.journal.query, 'live_', 'privacy_')
    expect(JSON.stringify(seen)).not.toMatch(new RegExp(`needle|Knees|Ana|${ana.device.id}`))
    world.crashAndRestart() // A journal that did not hold together would not open.
    world.journal.rebuild()
    expect(tablesOf(world.journal.query, 'live_', 'privacy_')).toEqual(seen)
  })
})

describe('what this box holds', () => {
  it('is counted class by class, with its keys and dates', () => {
    talk()
    const held = showHoldings(deps())
    expect(held).toMatchObject({
      record: { entries: world.journal.head().size }, files: { bytes: 0 }, keys: { passphrase: true, keyFile: false },
      classes: [{
        code: code(), title: 'Knees', afterlife: 'running', endedAt: null, window: { state: 'open', until: null }, people: 2, consents: 2, claimsWaiting: 0,
        recording: { seconds: 0, bytes: 0, keys: 0, replayUntil: null },
      }],
    })
    expect(held.record.bytes).toBeGreaterThan(10_000)
    expect(held.classes[0]?.privateFields).toBe(world.journal.countPrivate(world.made.id))
  })
})
