import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ItemId, PollId, QuestionId } from '../../../../kernel/ids.ts'
import { hubTime } from '../../../../kernel/time.ts'
import { type MemoryStorage, SeatMemory } from './seat-memory.ts'

function storage(): MemoryStorage & { readonly held: Map<string, string> } {
  const held = new Map<string, string>()
  return { held, getItem: (name) => held.get(name) ?? null, setItem: (name, text) => void held.set(name, text), removeItem: (name) => void held.delete(name) }
}
const forbidden = (): never => {
  throw new DOMException('no', 'SecurityError')
}
const kept = {
  choice: { kind: 'room' as const, headphones: true }, hand: true, reps: 6, cues: { felt: 3, late: 1 }, since: hubTime(5), name: 'Ana',
  felt: { item: ItemId.parse('item_aaaaaaaaaaaaaaaa'), told: true },
  answer: { poll: PollId.parse('poll_aaaaaaaaaaaaaaaa'), option: 2, told: false },
  asked: [{ id: QuestionId.parse('qst_aaaaaaaaaaaaaaaa'), text: 'Does it hurt?', named: false, told: false }],
}

describe('the memory of a seat', () => {
  it('gives back what was kept, for its class alone, until it is over', () => {
    const place = storage()
    const memory = new SeatMemory(place, 'K7M4QX')
    memory.write(kept)
    expect(memory.read()).toEqual(kept)
    expect(new SeatMemory(place, 'AAAAAA').read()).toBeNull()
    memory.forget()
    expect(memory.read()).toBeNull()
    expect(place.held.size).toBe(0)
  })

  it('remembers nothing where the browser forbids it', () => {
    const memory = new SeatMemory({ getItem: forbidden, setItem: forbidden, removeItem: forbidden }, 'K7M4QX')
    memory.write(kept)
    expect(memory.read()).toBeNull()
    memory.forget()
  })

  it('asks again rather than trusting what it cannot read', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.constant('{"choice":{"kind":"moon","headphones":true},"reps":1}')), (text) => {
        const place = storage()
        place.held.set('lectern.seat.K7M4QX', text)
        expect(new SeatMemory(place, 'K7M4QX').read()).toBeNull()
      }),
    )
  })
})
