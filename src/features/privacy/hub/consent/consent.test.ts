import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { choices, NOTICE, PrivacyWorld } from '../../../../../testkit/privacy-world.ts'
import type { Person } from '../../../../../testkit/privacy-world.ts'
import { Device } from '../../../../../testkit/device.ts'
import { newId } from '../../../../kernel/ids.ts'
import type { WallTime } from '../../../../kernel/time.ts'
import { PURPOSES } from '../../wire/words.ts'
import type { Choices } from '../../wire/words.ts'
import { afterlifeOf, privacyAnswers } from '../answers.ts'
import { claimsOfClass } from '../claims/claim-store.ts'
import { listConsents } from './list-consents.ts'
import { showConsent } from './show-consent.ts'
import { stateConsent } from './state-consent.ts'
import { stateConsentFor } from './state-consent-for.ts'

const DAY_MS = 86_400_000
let world: PrivacyWorld

beforeEach(() => {
  world = new PrivacyWorld()
})
afterEach(() => {
  const before = world.tables()
  world.journal.rebuild()
  expect(world.tables()).toEqual(before) // Whatever was said and erased, entries alone tell it.
  world[Symbol.dispose]()
  expect(world.faults).toEqual([])
})

const show = (person?: Person) => showConsent(world.privacy, world.made.code, person?.device.id ?? null)
const standing = (person: Person): Choices | null => privacyAnswers(world.journal.query).choicesOf(world.made.id, person.device.id)
const desk = (word: Partial<Parameters<typeof stateConsentFor>[2]> = {}) =>
  stateConsentFor(world.privacy, world.made.code, { person: null, name: 'Ben', guardian: null, choices: choices({ heard: true }), notice: NOTICE, contact: null, ...word }, world.host.id).consent
const erasures = () => world.journal.read(0, 2000).filter(({ kind }) => kind === 'journal.fields-erased.1')

describe('consent', () => {
  it('is asked by a code of a class that has not opened, and stands in lobby, class and after', async () => {
    const ana = world.person()
    expect(show()).toMatchObject({ class: { title: 'Knees', code: world.made.code }, recorded: false, afterlife: 'running', window: { state: 'not-yet', hours: 168 }, mine: null })
    expect(ana.consent({ heard: true })).toMatchObject({ by: 'self', choices: { heard: true, seen: false } })
    for (const step of [() => world.lobby(), () => world.begin(), () => world.end()]) {
      await step()
      expect(show(ana).mine?.choices.heard).toBe(true)
      expect(ana.consent({ heard: true, answers: true }).choices.answers).toBe(true)
      expect(ana.consent({ heard: true }).choices.answers).toBe(false)
    }
    expect(show(ana)).toMatchObject({ afterlife: 'contestable', window: { state: 'open' } })
  })

  it('is on record with every no, and who was never asked agreed to nothing', () => {
    const [ana, ben] = [world.person(), world.person()]
    ana.consent({})
    expect(standing(ana)).toEqual(choices())
    expect(standing(ben)).toBeNull()
    const [entry] = world.journal.read(0, 2000).filter(({ kind }) => kind === 'privacy.consent-stated.1')
    expect(entry?.body).toMatchObject({ choices: choices(), by: 'self', notice: NOTICE })
    expect(Object.keys(choices())).toEqual([...PURPOSES])
  })

  it('says in the open neither which device it was nor a name nor where to write', () => {
    const ana = world.person()
    ana.consent({ answers: true, contact: true }, { name: 'Ana-needle', contact: 'ana@needle.example' })
    const open = JSON.stringify(world.journal.read(0, 2000).map(({ body, actor }) => [body, actor]).slice(-1))
    expect(open).not.toMatch(/needle/)
    expect(open).not.toContain(ana.device.id)
  })

  it('keeps neither name nor contact without a yes to that', () => {
    world.person().consent({ heard: true }, { name: 'Ana-needle', contact: 'ana@needle.example' })
    expect(world.everything()).not.toMatch(/needle/)
  })

  it('needs where to write to, unless it is kept since before', () => {
    const ana = world.person()
    expect(() => ana.consent({ contact: true })).toThrow('CONTACT_MISSING')
    ana.consent({ contact: true }, { contact: 'ana@example.org' })
    expect(ana.consent({ contact: true, heard: true }).choices).toMatchObject({ contact: true, heard: true })
    ana.consent({})
    expect(() => ana.consent({ contact: true })).toThrow('CONTACT_MISSING')
  })

  it('said twice in the same words is on record once', () => {
    const ana = world.person()
    const said = { choices: choices({ seen: true }), notice: NOTICE }
    const word = { ...said, statement: ana.sign('consent', said), name: null, contact: null }
    for (let time = 0; time < 3; time += 1) stateConsent(world.privacy, world.made.code, word, ana.device.id)
    expect(world.kinds().filter((kind) => kind === 'privacy.consent-stated.1')).toHaveLength(1)
  })
})

describe('a signature', () => {
  const say = (ana: Person, change: object = {}) => {
    const said = { choices: choices({ heard: true }), notice: NOTICE }
    return stateConsent(world.privacy, world.made.code, { ...said, statement: ana.sign('consent', said), name: null, contact: null, ...change }, ana.device.id)
  }

  it('of other words, another kind or another class is refused, and nothing goes on record', () => {
    const [ana, ben] = [world.person(), world.person()]
    const said = { choices: choices({ heard: true }), notice: NOTICE }
    const before = world.kinds()
    const foreign = `cls_${'b'.repeat(16)}` as typeof world.made.id
    for (const change of [
      { choices: choices({ heard: true, seen: true }) },
      { notice: { ...NOTICE, language: 'de' } },
      { statement: ana.sign('claim', said) },
      { statement: ana.sign('consent', said, { classId: foreign }) },
      { statement: { ...ana.sign('consent', said), key: ben.sign('consent', said).key } },
      { statement: { ...ana.sign('consent', said), at: world.wall(5) } },
    ]) expect(() => say(ana, change)).toThrow('STATEMENT_FALSE')
    expect(world.kinds()).toEqual(before)
    expect(() => stateConsent(world.privacy, 'BBBBBB', { ...said, statement: ana.sign('consent', said), name: null, contact: null }, ana.device.id)).toThrow('CLASS_UNKNOWN')
  })

  it('by one key speaks from one device of a class, and a device by one key', () => {
    const [ana, ben] = [world.person(), world.person()]
    ana.consent({ heard: true })
    const said = { choices: choices({}), notice: NOTICE }
    const word = (who: Person) => ({ ...said, statement: who.sign('consent', said, { at: world.wall(10) }), name: null, contact: null })
    expect(() => stateConsent(world.privacy, world.made.code, word(ana), new Device().id)).toThrow('PERSON_ELSEWHERE')
    expect(() => stateConsent(world.privacy, world.made.code, word(ben), ana.device.id)).toThrow('PERSON_ELSEWHERE')
    expect(standing(ana)).toEqual(choices({ heard: true }))
  })

  it('is refused at a time that cannot be, or before the last one; a box that knows no time is kind', () => {
    const ana = world.person()
    expect(() => ana.consent({ heard: true }, { at: world.wall(-DAY_MS - 1) })).toThrow('STATEMENT_OLD')
    expect(() => ana.consent({ heard: true }, { at: world.wall(DAY_MS + 2) })).toThrow('STATEMENT_OLD')
    world.quality = 'none'
    expect(() => ana.consent({ heard: true }, { at: 0 as WallTime })).toThrow('STATEMENT_OLD')
    ana.consent({ heard: true }, { at: world.wall(30 * DAY_MS) })
    expect(() => ana.consent({ heard: true, seen: true })).toThrow('STATEMENT_OLD')
    // Taking back is refused for no clock.
    expect(ana.consent({}).choices.heard).toBe(false)
  })
})

describe('taking back', () => {
  it('after the class erases what was kept under it, from every place on the disk, and nothing of anybody else', async () => {
    world.lobby()
    const [ana, ben] = [world.person(), world.person()]
    ana.consent({ answers: true, analytics: true, contact: true }, { name: 'Ana-needle', contact: 'ana@needle.example' })
    ben.consent({ answers: true, analytics: true })
    const [at, bt] = [world.sits(ana), world.sits(ben)]
    world.begin()
    at.command({ type: 'name-me', name: 'Name-needle' })
    at.command({ type: 'ask', question: newId('qst', world.crypto), named: true, text: 'Question-needle', at: world.clock.now() })
    bt.command({ type: 'ask', question: newId('qst', world.crypto), named: true, text: 'Other question', at: world.clock.now() })
    world.clock.advance(2000)
    await world.end()
    const kept = (purpose: 'answers' | 'analytics') => world.privacy.live.keptOf(world.made.id, world.seatOf(ana), purpose).length
    expect([kept('answers'), kept('analytics')]).toEqual([2, 1])
    const onDisk = (): string[] => ['Question-needle', 'Name-needle', 'Ana-needle', 'ana@needle', 'Other question'].filter((text) => world.lies(text))
    expect(onDisk()).toHaveLength(5) // So that not finding it means something.

    ana.consent({ analytics: true, contact: true })
    expect(onDisk()).toEqual(['ana@needle', 'Other question'])
    expect(world.everything()).not.toMatch(/(?:Question|Name|Ana)-needle/)
    expect(world.everything()).toMatch(/ana@needle/)
    expect([kept('answers'), kept('analytics')]).toEqual([0, 1])
    ana.consent({})
    expect(world.everything()).not.toMatch(/needle/)
    expect(onDisk()).toEqual(['Other question'])
    expect(kept('analytics')).toBe(0)
    expect(erasures().every(({ body, actor }) => body['cause'] === 'withdrawn' && actor.startsWith('prs_'))).toBe(true)
    expect(standing(ana)).toEqual(choices())
  })

  it('of being heard or seen makes what is recorded of them on stage wait for a reviewer, once', async () => {
    world.lobby()
    const [ana, ben] = [world.person(), world.person()]
    ana.consent({ heard: true, seen: true })
    ben.consent({ heard: true })
    world.sits(ana)
    world.sits(ben)
    world.begin()
    world.stands(ben, 5000)
    const span = await world.standsRecorded(ana, 3)
    await world.end()
    ana.consent({ seen: true })
    ben.consent({})
    const claims = claimsOfClass(world.journal.query, world.made.id)
    expect(claims).toMatchObject([{ span, remove: { sound: true, picture: false, text: false }, state: 'waiting', by: 'box' }])
    ana.consent({ seen: true, heard: true })
    ana.consent({ seen: true })
    expect(claimsOfClass(world.journal.query, world.made.id)).toHaveLength(1)
    ana.consent({})
    expect(claimsOfClass(world.journal.query, world.made.id).map(({ remove }) => remove.picture)).toEqual([false, true])
  })
})

describe('what is written down for somebody', () => {
  it('is theirs by name, by desk or guardian, and can be changed by its number', () => {
    const ben = desk()
    const cem = desk({ name: 'Cem', guardian: 'His mother', contact: '+49 30 1', choices: choices({ contact: true }) })
    expect([ben.by, cem.by]).toEqual(['desk', 'guardian'])
    expect(desk({ person: ben.person, choices: choices() }).choices.heard).toBe(false)
    const listed = listConsents(world.privacy, world.made.code).consents
    expect(listed.map(({ name, guardian, by }) => [name, guardian, by])).toEqual([['Ben', null, 'desk'], ['Cem', 'His mother', 'guardian']])
    expect(world.kinds().filter((kind) => kind === 'privacy.consent-stated.1')).toHaveLength(3)
  })

  it('is refused about nobody, without where to write, and about one who speaks for themselves', () => {
    const ana = world.person()
    const { person } = ana.consent({ heard: true })
    expect(() => desk({ person: `prs_${'a'.repeat(16)}` as typeof person })).toThrow('PERSON_UNKNOWN')
    expect(() => desk({ choices: choices({ contact: true }) })).toThrow('CONTACT_MISSING')
    expect(() => desk({ person })).toThrow('PERSON_SPEAKS_FOR_SELF')
    expect(standing(ana)).toEqual(choices({ heard: true }))
  })

  it('loses where to write when that is taken back, and keeps the name by which they are found', () => {
    const { person } = desk({ contact: 'ben@needle.example', choices: choices({ contact: true, answers: true }) })
    desk({ person, choices: choices() })
    expect(world.everything()).not.toContain('needle')
    expect(listConsents(world.privacy, world.made.code).consents).toMatchObject([{ name: 'Ben', choices: choices() }])
  })
})

describe('a class that is forgotten', () => {
  it('takes no consent any more, from nobody', async () => {
    const ana = world.person()
    ana.consent({ heard: true })
    world.journal.transact((tx) => tx.append({ kind: 'privacy.class-forgotten.1', classId: world.made.id, actor: 'box', body: { at: world.wall() } }))
    expect(() => ana.consent({})).toThrow('CLASS_FORGOTTEN')
    expect(() => desk()).toThrow('CLASS_FORGOTTEN')
    expect(afterlifeOf(world.journal.query, world.made.id, world.privacy)).toBe('forgotten')
  })
})
