import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { PersonId } from '../../../../kernel/ids.ts'
import type { WallTime } from '../../../../kernel/time.ts'
import { nodeCrypto } from '../../../../platform/crypto-node.ts'
import { type Client, ToldRefusal } from '../../../../ui/client.ts'
import { m } from '../../../../words/messages.js'
import { listConsents, showConsent, stateConsentFor } from '../../wire/routes.ts'
import { ALL_REFUSED, PURPOSES } from '../../wire/words.ts'
import { DeskModel, type Written } from './desk-model.ts'
import { type DeskDraft, EMPTY, missingOf, saidOf } from './desk-state.ts'

const answered = { heard: true, seen: false, answers: true, analytics: false, contact: false }

describe('what is written down at the desk', () => {
  it('is sent only when every question was answered, with a name, and then says what was said', () => {
    const maybe = fc.option(fc.boolean(), { nil: undefined })
    const draft: fc.Arbitrary<DeskDraft> = fc.record({
      person: fc.constant(null), name: fc.constantFrom('', ' ', ' Ana '), guardian: fc.constantFrom(null, '', ' Bo '), contact: fc.constantFrom('', 'ab', ' ana@example.org '),
      choices: fc.record({ heard: maybe, seen: maybe, answers: maybe, analytics: maybe, contact: maybe }).map((all) => Object.fromEntries(Object.entries(all).filter(([, yes]) => yes !== undefined))),
    })
    fc.assert(fc.property(draft, (one) => {
      const said = saidOf(one)
      const missing = missingOf(one)
      expect(said === null).toBe(missing.name || missing.guardian || missing.contact || missing.answers > 0)
      if (said === null) return
      for (const purpose of PURPOSES) expect(said.choices[purpose]).toBe(one.choices[purpose])
      expect([said.name, said.guardian]).toEqual(['Ana', one.guardian === null ? null : 'Bo'])
      expect(said.contact).toBe(one.choices.contact === true ? 'ana@example.org' : null)
    }), { numRuns: 500 })
  })
})

describe('the desk', () => {
  const ana: Written = { person: PersonId.parse(`prs_${'a'.repeat(16)}`), by: 'guardian', choices: answered, at: 0 as WallTime, notice: { sha256: 'A'.repeat(43), language: 'en' }, name: 'Ana', guardian: 'Bo' }
  let sent: unknown[]
  let refuse: ToldRefusal | null
  let desk: DeskModel

  beforeEach(async () => {
    sent = []
    refuse = null
    const client = {
      call: (route: unknown, given: { input?: unknown }) => {
        if (route === showConsent) return Promise.resolve({ class: { id: '', code: 'K7M4QX', title: 'Knees' } })
        if (route === listConsents) return Promise.resolve({ consents: [ana] })
        if (route !== stateConsentFor) throw new Error('nobody asks that')
        sent.push(given.input)
        return refuse === null ? Promise.resolve({ consent: ana }) : Promise.reject(refuse)
      },
    } as unknown as Pick<Client, 'call'> // No more of a client is used.
    desk = new DeskModel({ code: 'K7M4QX', client, crypto: nodeCrypto() })
    await desk.look()
  })

  it('shows what is missing instead of sending it', async () => {
    desk.change({ name: 'Ana' })
    await desk.say()
    expect([sent, desk.isPressed.peek()]).toEqual([[], true])
  })

  it('sends the words that were read with what was said, and leaves nothing of it for the next person', async () => {
    desk.change({ name: 'Cy', choices: answered })
    await desk.say()
    expect(sent).toMatchObject([{ person: null, name: 'Cy', guardian: null, choices: answered, contact: null, notice: { language: 'en' } }])
    expect([desk.draft.peek(), desk.done.peek()]).toEqual([EMPTY, m.privacy_desk_written({ name: 'Cy' })])
  })

  it('keeps what was typed when the box says no', async () => {
    desk.change({ name: 'Cy', choices: answered })
    refuse = new ToldRefusal({ code: 'PERSON_SPEAKS_FOR_SELF', sentence: 'They speak for themselves.', details: {}, status: 409 })
    await desk.say()
    expect([desk.draft.peek().name, desk.problem.peek(), desk.done.peek()]).toEqual(['Cy', 'They speak for themselves.', null])
  })

  it('changes what was said of somebody who was written down, as the same person', async () => {
    desk.edit(ana)
    desk.change({ choices: { ...answered, seen: true } })
    await desk.say()
    expect(sent).toMatchObject([{ person: ana.person, name: 'Ana', guardian: 'Bo', choices: { ...answered, seen: true } }])
  })

  it('takes every yes back by a second step', async () => {
    desk.askTakeBack(ana)
    desk.askTakeBack(null)
    await desk.takeBack()
    expect(sent).toEqual([])
    desk.askTakeBack(ana)
    await desk.takeBack()
    expect(sent).toMatchObject([{ person: ana.person, guardian: 'Bo', choices: ALL_REFUSED, contact: null }])
    expect([desk.takingBack.peek(), desk.done.peek()]).toEqual([null, m.privacy_desk_taken_back({ name: 'Ana' })])
  })
})
