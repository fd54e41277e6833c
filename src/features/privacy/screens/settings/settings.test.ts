import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { HandClock } from '../../../../../testkit/hand-clock.ts'
import { type Client, Unreachable } from '../../../../ui/client.ts'
import { listClaims, setWindow } from '../../wire/routes.ts'
import { type DisputeWindow, MOST_WINDOW_HOURS } from '../../wire/words.ts'
import { PrivacyDesk } from './privacy-desk.ts'
import { hoursIn, mayBe } from './window-hours.ts'

describe('how long people may ask', () => {
  it('may be anything before the class begins, longer alone from then on, and nothing else once it is over', () => {
    const window = fc.record({ state: fc.constantFrom<DisputeWindow['state']>('not-yet', 'open', 'over'), hours: fc.nat(MOST_WINDOW_HOURS), until: fc.constant(null) })
    fc.assert(fc.property(window, fc.integer({ min: -5, max: MOST_WINDOW_HOURS + 5 }), (now, hours) => {
      const isHours = hours >= 0 && hours <= MOST_WINDOW_HOURS
      const wanted = now.state === 'not-yet' ? isHours : now.state === 'open' && isHours && hours >= now.hours
      expect(mayBe(hours, now)).toBe(wanted)
      expect(mayBe(hours + 0.5, now)).toBe(false)
    }))
  })

  it.each([['24', 24], [' 0 ', 0], ['', null], ['1.5', null], ['-3', null], ['1e3', null], ['99999', null]])('reads %j hours from its field as %j', (text, hours) => {
    expect(hoursIn(text)).toBe(hours)
  })
})

describe('what the studio knows of requests', () => {
  let clock: HandClock
  let answer: () => Promise<unknown>
  let asked: string[]
  let desk: PrivacyDesk
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  const window = (hours: number): DisputeWindow => ({ state: 'open', hours, until: null })

  beforeEach(() => {
    clock = new HandClock()
    asked = []
    answer = () => Promise.resolve({ claims: [{ state: 'waiting' }, { state: 'removed' }], window: window(24) })
    const client = {
      call: (route: { name: string }, given: { input?: { hours: number } }) => {
        asked.push(route.name)
        return route === setWindow ? Promise.resolve({ window: window(given.input?.hours ?? 0) }) : route === listClaims ? answer() : Promise.reject(new Error('nobody asks that'))
      },
    } as unknown as Pick<Client, 'call'> // No more of a client is used.
    desk = new PrivacyDesk({ client, code: 'K7M4QX', timers: clock, ask: async (act) => { await act(); return true } })
  })

  it('is how many wait, looked at every half minute, also after the box did not answer, and not once it stopped', async () => {
    const stop = desk.follow()
    await settled()
    expect([desk.waiting.peek(), desk.window.peek()?.hours]).toEqual([1, 24])
    answer = () => Promise.reject(new Unreachable())
    clock.advance(30_000)
    await settled()
    expect(desk.waiting.peek()).toBe(1)
    answer = () => Promise.resolve({ claims: [], window: window(24) })
    clock.advance(30_000)
    await settled()
    expect([desk.waiting.peek(), asked.length]).toEqual([0, 3])
    stop()
    clock.advance(90_000)
    expect(asked).toHaveLength(3)
  })

  it('is until when, as the box says it after it was set', async () => {
    expect(await desk.setHours(336)).toBe(true)
    expect(desk.window.peek()?.hours).toBe(336)
  })
})
