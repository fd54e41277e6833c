import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { ClassCode, PersonId } from '../../../../kernel/ids.ts'
import { type Client, ToldRefusal } from '../../../../ui/client.ts'
import { m } from '../../../../words/messages.js'
import { erasePerson, forgetClass, listPeople, showHoldings, showPerson } from '../../wire/routes.ts'
import { type Holdings, HoldingsModel, type PersonHere } from './holdings-model.ts'
import { takenOf, wholeBytes } from './reading.ts'

const CODE = ClassCode.parse('K7M4QX')
const held = (bytes: number): Holdings['classes'][number] => ({
  code: CODE, title: 'Knees', afterlife: 'settled', endedAt: null, window: { state: 'over', hours: 1, until: null }, people: 1, consents: 0, claimsWaiting: 0,
  recording: { seconds: 1, bytes, keys: 1, replayUntil: null }, privateFields: 0,
})
const holdings = (record: number, files: number, recordings: readonly number[]): Holdings => ({
  record: { entries: 1, bytes: record }, files: { bytes: files }, keys: { passphrase: true, keyFile: false }, classes: recordings.map(held),
})

describe('what takes the space', () => {
  it('has the largest first, by the widest, nothing that takes none, and never more than it holds', () => {
    const bytes = fc.nat(1e9)
    fc.assert(fc.property(bytes, bytes, fc.array(bytes, { maxLength: 20 }), (record, files, recordings) => {
      const all = holdings(record, files, recordings)
      const taken = takenOf(all)
      expect(taken.length).toBeLessThanOrEqual(8)
      expect(taken.every(({ bytes: one, part }) => one > 0 && part > 0 && part <= 1)).toBe(true)
      expect(taken.map(({ bytes: one }) => one)).toEqual(taken.map(({ bytes: one }) => one).sort((a, b) => b - a))
      expect(taken.reduce((sum, { bytes: one }) => sum + one, 0)).toBeLessThanOrEqual(wholeBytes(all))
    }))
    expect(takenOf(holdings(0, 0, []))).toEqual([])
  })
})

describe('what a host does with what the box holds', () => {
  const ana: PersonHere = { key: `prs_${'a'.repeat(16)}`, person: PersonId.parse(`prs_${'a'.repeat(16)}`), seat: null, name: 'Ana', consent: null, claims: 0, privateEntries: 3 }
  let calls: string[]
  let refuse: ToldRefusal | null
  let model: HoldingsModel
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

  beforeEach(async () => {
    calls = []
    refuse = null
    const client = {
      call: (route: { name: string }) => {
        calls.push(route.name)
        if (route === showHoldings) return Promise.resolve(holdings(1, 1, [1]))
        if (route === listPeople) return Promise.resolve({ people: [ana] })
        if (refuse !== null) return Promise.reject(refuse)
        if (route === showPerson) return Promise.resolve({ data: { name: 'Ana' } })
        if (route === erasePerson) return Promise.resolve({ erased: 3 })
        return route === forgetClass ? Promise.resolve({ afterlife: 'forgotten' }) : Promise.reject(new Error('nobody asks that'))
      },
    } as unknown as Pick<Client, 'call'> // No more of a client is used.
    model = new HoldingsModel(client)
    await model.look()
    model.openClass(CODE)
    await settled()
    calls.length = 0
  })

  it('erases nobody and forgets nothing by one press', async () => {
    model.askErase(CODE, ana)
    model.close()
    model.goOn()
    model.askForget(CODE, 'Knees')
    model.close()
    model.goOn()
    await settled()
    expect(calls).toEqual([])
  })

  it('erases by the second, and shows what is left as the box says it then', async () => {
    model.askErase(CODE, ana)
    model.goOn()
    model.goOn()
    await settled()
    expect(calls).toEqual(['erase-person', 'show-holdings', 'list-people'])
    expect([model.done.peek(), model.before.peek()]).toEqual([m.privacy_holdings_erased({ count: 3 }), null])
  })

  it('forgets a class by the second, and says what the box says when it may not', async () => {
    model.askForget(CODE, 'Knees')
    refuse = new ToldRefusal({ code: 'CLASS_NOT_OVER', sentence: 'It is not over.', details: {}, status: 409 })
    model.goOn()
    await settled()
    expect([model.problem.peek(), model.done.peek(), model.before.peek()]).toEqual(['It is not over.', null, null])
    refuse = null
    model.dismiss()
    model.askForget(CODE, 'Knees')
    model.goOn()
    await settled()
    expect([model.problem.peek(), model.done.peek()]).toEqual([null, m.privacy_holdings_forgotten_now({ title: 'Knees' })])
  })

  it('hands out what the box tells of one person, and of nobody who was closed meanwhile', async () => {
    model.handOut(CODE, ana)
    await settled()
    expect(model.before.peek()).toMatchObject({ type: 'hand-out', data: { name: 'Ana' } })
    model.handOut(CODE, ana)
    model.close()
    await settled()
    expect(model.before.peek()).toBeNull()
    refuse = new ToldRefusal({ code: 'PERSON_UNKNOWN', sentence: '', details: {}, status: 404 })
    model.handOut(CODE, ana)
    await settled()
    expect([model.before.peek(), model.problem.peek()]).toEqual([null, m.privacy_crew_refused({ code: 'PERSON_UNKNOWN' })])
  })

  it('goes back to no people when they are folded away', () => {
    expect(model.open.peek()).toEqual({ code: CODE, people: [ana] })
    model.openClass(null)
    expect(model.open.peek()).toBeNull()
  })
})
