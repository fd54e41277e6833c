import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromBase64url, utf8 } from '../../../../kernel/bytes.ts'
import { ClassCode, ClassId, personIdOf } from '../../../../kernel/ids.ts'
import { classKey, verifyStatement } from '../../../../kernel/statement.ts'
import type { WallTime } from '../../../../kernel/time.ts'
import { nodeCrypto } from '../../../../platform/crypto-node.ts'
import { type Client, type SignedAnswer, ToldRefusal, Unreachable } from '../../../../ui/client.ts'
import { stateConsent } from '../../wire/routes.ts'
import { ALL_REFUSED, type Consent, PURPOSES } from '../../wire/words.ts'
import { ConsentDesk } from './consent-desk.ts'
import { type ConsentEvent, type ConsentState, type ConsentTold, missingOf, START, step, viewOf } from './consent-state.ts'
import { noticeOf, noticeText, noticeWords } from './notice.ts'

const crypto = nodeCrypto()
const secretKey = new Uint8Array(32).fill(7)
const classId = ClassId.parse('cls_aaaaaaaaaaaaaaaa')
const NOON = Date.UTC(2026, 10, 22, 12)
const person = personIdOf(crypto.ed25519.publicKey(classKey(secretKey, classId, crypto)), crypto)
const notice = noticeOf(noticeWords(), crypto)

const told = (over: Partial<ConsentTold> = {}): ConsentTold => ({
  class: { id: classId, code: ClassCode.parse('K7M4QX'), title: 'Knees' }, recorded: true, afterlife: 'running', window: { state: 'open', hours: 168, until: null }, mine: null, ...over,
})
const said = (choices: Partial<Consent['choices']> = {}): Consent => ({ person, by: 'self', at: NOON as WallTime, notice, choices: { ...ALL_REFUSED, ...choices } })
const reach = (...events: readonly ConsentEvent[]): ConsentState => events.reduce(step, START)

type Sent = Parameters<Client['call']>[1] & { readonly input: { readonly [field: string]: unknown } }

/** A box that takes what is said, and says it again. */
function desk({ mine = null, take }: { mine?: Consent | null; take?: (sent: Sent) => Promise<unknown> } = {}) {
  const sent: Sent[] = []
  let stands = mine
  const client = {
    signed: (): Promise<SignedAnswer> => Promise.resolve({ status: 200, headers: new Headers(), text: JSON.stringify(told({ mine: stands })) }),
    call: (route: unknown, given: Sent) => {
      if (route !== stateConsent) throw new Error('nobody asks that')
      sent.push(given)
      if (take !== undefined) return take(given)
      stands = { ...said(), choices: given.input['choices'] as Consent['choices'] }
      return Promise.resolve({ mine: stands })
    },
  } as unknown as Pick<Client, 'call' | 'signed'>
  return { desk: new ConsentDesk({ code: 'K7M4QX', client, secretKey, crypto, wallMs: () => NOON }), sent }
}

describe('the words of the form', () => {
  it('are hashed exactly as they are shown, in their order', () => {
    const words = noticeWords()
    const shown = [...words.lead, ...words.asked.flatMap(({ title, means, yes, no }) => [title, means, yes, no]), ...words.kept]
    expect(shown).toHaveLength(2 + 5 * 4 + 3)
    expect(noticeText(words)).toBe(shown.join('\n'))
    expect(noticeOf(words, crypto)).toEqual({ sha256: Buffer.from(crypto.sha256(utf8(shown.join('\n')))).toString('base64url'), language: 'en' })
  })

  it('ask for every purpose, once', () => {
    expect(noticeWords().asked.map(({ purpose }) => purpose)).toEqual(PURPOSES)
  })
})

describe('the consent form', () => {
  it('has no answer that nobody gave, whatever else is done with it', () => {
    const other = fc.constantFrom<ConsentEvent>({ type: 'looking' }, { type: 'looked', told: told() }, { type: 'named', name: 'Ana' }, { type: 'contact-given', contact: 'a@b' }, { type: 'opened' }, { type: 'left' }, { type: 'pressed' }, { type: 'failed', fault: { type: 'unreachable' } })
    fc.assert(fc.property(fc.array(other), (events) => {
      expect(reach(...events).draft.choices).toEqual({})
    }))
  })

  it('takes no and yes to all with one press each, and any answer by itself after it', () => {
    const state = reach({ type: 'looked', told: told() }, { type: 'all-chosen', yes: false }, { type: 'chosen', purpose: 'answers', yes: true })
    expect(state.draft.choices).toEqual({ ...ALL_REFUSED, answers: true })
    expect(missingOf(state.draft)).toEqual({ answers: 0, contact: false })
    expect(missingOf(reach({ type: 'all-chosen', yes: true }).draft)).toEqual({ answers: 0, contact: true })
  })

  it('is asked of nobody once the class is over, and is open to who answered before', () => {
    expect(viewOf(reach({ type: 'looked', told: told() }))).toBe('form')
    expect(viewOf(reach({ type: 'looked', told: told({ afterlife: 'contestable' }) }))).toBe('over')
    const later = reach({ type: 'looked', told: told({ afterlife: 'contestable', mine: said() }) })
    expect([viewOf(later), viewOf(step(later, { type: 'opened' }))]).toEqual(['stands', 'form'])
    expect(viewOf(reach({ type: 'looked', told: told({ afterlife: 'forgotten', mine: said() }) }))).toBe('forgotten')
  })

  it('begins a change with what stands, and leaves it standing when one goes back', () => {
    const changing = reach({ type: 'looked', told: told({ mine: said({ heard: true }) }) }, { type: 'opened' }, { type: 'chosen', purpose: 'heard', yes: false })
    expect(changing.draft.choices).toEqual(ALL_REFUSED)
    const left = step(changing, { type: 'left' })
    expect([viewOf(left), left.told?.mine?.choices.heard]).toEqual(['stands', true])
  })

  it('says which yes was taken back', () => {
    const state = reach({ type: 'looked', told: told({ mine: said({ heard: true, contact: true }) }) }, { type: 'opened' }, { type: 'said', mine: said({ contact: true, seen: true }) })
    expect(state.done).toEqual({ withdrawn: ['heard'] })
  })
})

describe('saying it', () => {
  it('signs choices and notice with a key of this class, which verifies for nobody else and nothing else', async () => {
    const { desk: part, sent } = desk()
    await part.look()
    part.chooseAll(false)
    part.choose('heard', true)
    await part.say()
    const { choices, statement, name, contact } = sent[0]?.input ?? {}
    expect({ choices, notice: sent[0]?.input['notice'], name, contact }).toEqual({ choices: { ...ALL_REFUSED, heard: true }, notice, name: null, contact: null })
    const signed = statement as Parameters<typeof verifyStatement>[1]
    const words = { kind: 'consent', class: classId, said: { choices: { ...ALL_REFUSED, heard: true }, notice } } as const
    expect(verifyStatement(words, signed, crypto)).toBe(person)
    expect(verifyStatement({ ...words, said: { choices: ALL_REFUSED, notice } }, signed, crypto)).toBeNull()
    expect(verifyStatement({ ...words, class: ClassId.parse('cls_bbbbbbbbbbbbbbbb') }, signed, crypto)).toBeNull()
    expect(fromBase64url(signed.key)).not.toEqual(crypto.ed25519.publicKey(secretKey))
    expect(viewOf(part.state.peek())).toBe('stands')
  })

  it('sends a name only with a yes to answers, and an address only with a yes to contact', async () => {
    const { desk: part, sent } = desk()
    await part.look()
    part.chooseAll(true)
    part.name('  Ana ')
    part.contact(' ana@example.org ')
    await part.say()
    part.open()
    part.chooseAll(false)
    part.name('Ana')
    part.contact('ana@example.org')
    await part.say()
    expect(sent.map(({ input: { name, contact } }) => [name, contact])).toEqual([['Ana', 'ana@example.org'], [null, null]])
  })

  it('sends nothing while an answer or an address is missing, and says so', async () => {
    const { desk: part, sent } = desk()
    await part.look()
    part.choose('heard', false)
    await part.say()
    part.chooseAll(true)
    await part.say()
    expect([sent.length, part.state.peek().isPressed, missingOf(part.state.peek().draft)]).toEqual([0, true, { answers: 0, contact: true }])
  })

  it('keeps what was filled in when the box does not answer or says no', async () => {
    const answers = [() => Promise.reject(new Unreachable()), () => Promise.reject(new ToldRefusal({ code: 'STATEMENT_OLD', sentence: 'Your clock …', details: {}, status: 409 }))]
    const { desk: part } = desk({ take: () => answers.shift()?.() ?? Promise.reject(new Error('asked too often')) })
    await part.look()
    part.chooseAll(false)
    await part.say()
    expect(part.state.peek()).toMatchObject({ fault: { type: 'unreachable' }, isSaying: false, draft: { choices: ALL_REFUSED } })
    await part.say()
    expect(part.state.peek().fault).toEqual({ type: 'refused', code: 'STATEMENT_OLD', sentence: 'Your clock …' })
    expect(viewOf(part.state.peek())).toBe('form')
  })

  it('needs no address again from who left one before', async () => {
    const { desk: part, sent } = desk({ mine: said({ contact: true }) })
    await part.look()
    part.open()
    part.choose('answers', true)
    await part.say()
    expect(sent.map(({ input: { choices, contact } }) => [choices, contact])).toEqual([[{ ...ALL_REFUSED, answers: true, contact: true }, null]])
  })

  it('is said later than what was said before, also by a clock that was set back', async () => {
    const later = { ...said(), at: (NOON + 60_000) as WallTime }
    const { desk: part, sent } = desk({ mine: later })
    await part.look()
    part.open()
    await part.say()
    expect(sent[0]?.input['statement']).toMatchObject({ at: NOON + 60_001 })
  })
})
