import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classView } from '../../../../../testkit/class-view.ts'
import type { KeyStorage } from '../../../../ui/device-key.ts'
import { LearnerStore } from '../learner/model.ts'
import type { LearnerActions } from '../learner/model.ts'
import { startState } from '../learner/state.ts'
import { PRESSED, sampleSeat, sampleSeatHash } from './sample-seat.ts'

class Tab implements KeyStorage {
  readonly items = new Map<string, string>()
  get length(): number { return this.items.size }
  key(index: number): string | null { return [...this.items.keys()][index] ?? null }
  getItem(name: string): string | null { return this.items.get(name) ?? null }
  setItem(name: string, value: string): void { this.items.set(name, value) }
  removeItem(name: string): void { this.items.delete(name) }
}

/** A learner's page without its box: what the seat asks of it, and a state to wind by hand. */
function openPage(hash: string) {
  const store = new LearnerStore(startState('WBJE27', null, { vibration: false, staysAwake: true }))
  const asked: unknown[][] = []
  const actions = new Proxy({}, { get: (_, name) => (...given: unknown[]) => asked.push([name, ...given]) }) as LearnerActions
  const page = new EventTarget()
  let left = 0
  sampleSeat(hash, new Tab())?.follow({ state: store.state, actions }, page, () => { left += 1 })
  return { store, asked, page, left: () => left }
}

const ada = sampleSeatHash({ as: 'a', name: 'Ada', silent: false })
const sample = classView({ phase: 'live', sample: true })

describe('a seat of the tour', () => {
  it('is no seat at any other address', () => {
    for (const hash of ['', '#', '#room', '#as=c&name=Ada', '#as=a', '#as=a&name=', '#as=a&name=x&y', `#as=a&name=${'x'.repeat(181)}`, '#AS=a&name=Ada', '#pair=abc']) {
      expect(sampleSeat(hash, new Tab())).toBeNull()
    }
  })

  it('takes its seat by itself, once, under the name in its address', () => {
    const { store, asked } = openPage(ada)
    store.tell({ type: 'class-found', class: sample })
    store.tell({ type: 'seat-asked' })
    expect(asked).toEqual([['takeSeat', { kind: 'elsewhere', headphones: false }, 'Ada']])
  })

  it('carries whatever name it is given, and none that cannot be read', () => {
    fc.assert(fc.property(fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }).filter((name) => name.isWellFormed() && encodeURIComponent(name).length <= 180), (name) => {
      const { store, asked } = openPage(sampleSeatHash({ as: 'b', name, silent: true }))
      store.tell({ type: 'class-found', class: sample })
      expect(asked[0]?.at(-1)).toBe(name)
    }))
    const { store, asked } = openPage('#as=a&name=%E0%A4')
    store.tell({ type: 'class-found', class: sample })
    expect(asked[0]?.at(-1)).toBe('')
  })

  it('leaves a class that is no sample, and takes no seat there', () => {
    const { store, asked, left } = openPage(ada)
    store.tell({ type: 'class-found', class: classView({ phase: 'live', sample: false }) })
    expect([left(), asked]).toEqual([1, []])
  })

  it('is pressed along with the page around it', () => {
    const { page, asked } = openPage(ada)
    page.dispatchEvent(new Event(PRESSED))
    expect(asked).toEqual([['setMuted', false]])
  })

  it('knows nothing of what its tab keeps for others', () => {
    const tab = new Tab()
    tab.setItem('lectern.key.kept', 'theirs')
    const [a, b] = [sampleSeat(ada, tab)?.storage, sampleSeat(sampleSeatHash({ as: 'b', name: 'Ben', silent: true }), tab)?.storage]
    a?.setItem('lectern.key.kept', 'of a')
    b?.setItem('lectern.key.kept', 'of b')
    expect([a?.getItem('lectern.key.kept'), a?.length, a?.key(0), a?.key(1)]).toEqual(['of a', 1, 'lectern.key.kept', null])
    a?.removeItem('lectern.key.kept')
    expect([a?.getItem('lectern.key.kept'), b?.getItem('lectern.key.kept'), tab.getItem('lectern.key.kept')]).toEqual([null, 'of b', 'theirs'])
  })
})
