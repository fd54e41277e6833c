import { describe, expect, it } from 'vitest'
import { HandClock } from '../../../../../../testkit/hand-clock.ts'
import { Refused } from '../../../../../kernel/failures.ts'
import { Unreachable } from '../../../../../ui/client.ts'
import { Autosave } from './autosave.ts'

/** A box that keeps what it is given, when `answers` says so. */
function world() {
  const clock = new HandClock()
  const box = { kept: [] as string[], remembered: null as string | null, refusals: [] as unknown[], answers: [] as (Error | 'kept')[] }
  const waiting: (() => void)[] = []
  const autosave = new Autosave<string>({
    timers: clock,
    remember: (value) => { box.remembered = value },
    onRefused: (error) => box.refusals.push(error),
    save: async (value) => {
      await new Promise<void>((resolve) => { waiting.push(resolve) })
      const answer = box.answers.shift() ?? 'kept'
      if (answer instanceof Error) throw answer
      box.kept.push(value)
    },
  })
  /** The box answers what it was asked, and everything that hangs on it runs. */
  const answer = async (): Promise<void> => {
    waiting.shift()?.()
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
  }
  return { clock, box, autosave, answer, asked: () => waiting.length }
}

describe('keeping what is being written', () => {
  it('sends the last of several changes, a moment after it, and remembers it until the box has it', async () => {
    const { clock, box, autosave, answer, asked } = world()
    autosave.change('a')
    clock.advance(300)
    autosave.change('b')
    clock.advance(300)
    expect([asked(), box.remembered, autosave.state.peek()]).toEqual([0, 'b', 'unsent'])
    clock.advance(300)
    expect(autosave.state.peek()).toBe('sending')
    await answer()
    expect([box.kept, box.remembered, autosave.state.peek()]).toEqual([['b'], null, 'kept'])
  })

  it('saves what changed while a saving was under way after it, and never two at once', async () => {
    const { clock, box, autosave, answer, asked } = world()
    autosave.change('a')
    clock.advance(1000)
    autosave.change('b')
    clock.advance(1000)
    expect(asked()).toBe(1)
    await answer()
    clock.advance(1000)
    await answer()
    expect([box.kept, autosave.state.peek()]).toEqual([['a', 'b'], 'kept'])
  })

  it('tries a box that cannot be reached again by itself, and remembers meanwhile', async () => {
    const { clock, box, autosave, answer } = world()
    box.answers.push(new Unreachable())
    autosave.change('a')
    clock.advance(1000)
    await answer()
    expect([box.remembered, autosave.state.peek()]).toEqual(['a', 'unsent'])
    clock.advance(2000)
    await answer()
    expect([box.kept, autosave.state.peek()]).toEqual([['a'], 'kept'])
  })

  it('tells a refusal and waits for the next change', async () => {
    const { clock, box, autosave, answer, asked } = world()
    const refusal = new Refused('PLAN_RUNNING')
    box.answers.push(refusal)
    autosave.change('a')
    clock.advance(1000)
    await answer()
    clock.advance(60_000)
    expect([box.refusals, autosave.state.peek(), asked()]).toEqual([[refusal], 'refused', 0])
    autosave.change('b')
    clock.advance(1000)
    await answer()
    expect(box.kept).toEqual(['b'])
  })

  it('when it is flushed, the box has all of it at once', async () => {
    const { box, autosave, answer } = world()
    autosave.change('a')
    const flushed = autosave.flush()
    await answer()
    await flushed
    expect([box.kept, autosave.state.peek()]).toEqual([['a'], 'kept'])
  })

  it('sends nothing of a class that is no longer written', () => {
    const { clock, autosave, asked } = world()
    autosave.change('a')
    autosave.stop()
    clock.advance(10_000)
    expect(asked()).toBe(0)
  })
})
