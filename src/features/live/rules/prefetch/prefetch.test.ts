import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type HubTime, hubTime, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import { LinkHistory, NO_HISTORY, isWeak, readHistory, seen, writeHistory } from './link-history.ts'
import type { FileNeed } from './needs.ts'
import { type HeldFile, HELD_MOST_BYTES, type LinkSight, nextPieces, type Piece, restAfter } from './prefetch.ts'

const at = (seconds: number): HubTime => hubTime(seconds * MICROS_PER_SECOND)
const file = (bytes: number, over: Partial<HeldFile> = {}): HeldFile => ({ bytes, have: 0, underWay: false, notBefore: null, ...over })
const calm: LinkSight = { rung: 'full', cause: 'none', soundSuffers: false, asleep: false, history: { rate: 1_000_000, failing: 0 }, since: at(0), restUntil: null }
const weak: LinkSight = { ...calm, history: { rate: 40_000, failing: 0 } }
const needs: FileNeed[] = [{ ref: 'first', due: at(100) }, { ref: 'second', due: at(200) }, { ref: 'third', due: at(300) }, { ref: 'any', due: null }]
const held = (over: Readonly<Record<string, HeldFile>> = {}): Map<string, HeldFile> =>
  new Map(Object.entries({ first: file(900_000), second: file(900_000), third: file(900_000), any: file(900_000), ...over }))
const refs = (pieces: readonly Piece[]): string[] => pieces.map(({ ref }) => ref)

describe('what a page fetches next', () => {
  it('is what is needed first, two at once, and one at a time on a weak device', () => {
    expect(refs(nextPieces(needs, held(), calm, at(10)))).toEqual(['first', 'second'])
    expect(refs(nextPieces(needs, held(), weak, at(10)))).toEqual(['first'])
    expect(nextPieces(needs, held({ first: file(900_000, { underWay: true }) }), weak, at(10))).toEqual([])
  })

  it('goes on where a file stands, and asks for nothing that is there', () => {
    expect(nextPieces(needs, held({ first: file(1000, { have: 900 }), second: file(10, { have: 10 }) }), calm, at(10))).toEqual([
      { ref: 'first', from: 900, to: 1000 }, { ref: 'third', from: 0, to: 524_288 },
    ])
  })

  it('lets the weak begin first, unless it is due soon', () => {
    expect(refs(nextPieces(needs, held(), calm, at(1)))).toEqual([])
    expect(refs(nextPieces(needs, held(), weak, at(1)))).toEqual(['first'])
    expect(refs(nextPieces([{ ref: 'first', due: at(10) }, ...needs.slice(1)], held(), calm, at(1)))).toEqual(['first'])
  })

  it('is nothing while asleep, whatever is due', () => {
    expect(nextPieces([{ ref: 'first', due: at(10) }], held(), { ...calm, asleep: true }, at(10))).toEqual([])
  })

  it.each([
    ['sound suffers', { soundSuffers: true }],
    ['the link bears sound alone', { rung: 'audio', cause: 'link' }],
    ['sound is lost on the way', { rung: 'cues', cause: 'loss' }],
    ['nothing else comes', { rung: 'plan', cause: 'silent' }],
  ] as const)('while %s is only what is due soon, one small piece at a time', (_, strain) => {
    const strained = { ...calm, ...strain }
    expect(nextPieces(needs, held(), strained, at(50))).toEqual([])
    const [piece, ...rest] = nextPieces([{ ref: 'first', due: at(60) }, { ref: 'second', due: at(61) }], held(), strained, at(50))
    expect([piece?.ref, rest]).toEqual(['first', []])
    expect((piece?.to ?? 0) - (piece?.from ?? 0)).toBeLessThanOrEqual(65_536)
  })

  it('does not mind a seat that wants no sound, a class that has none, or a way that WebRTC alone cannot take', () => {
    for (const cause of ['asked', 'source', 'blocked'] as const) expect(refs(nextPieces(needs, held(), { ...calm, rung: 'cues', cause }, at(10)))).toHaveLength(2)
  })

  it('leaves a file alone for a while that has failed, and takes the next', () => {
    const failed = held({ first: file(900_000, { notBefore: at(20) }) })
    expect(refs(nextPieces(needs, failed, calm, at(10)))).toEqual(['second', 'third'])
    expect(refs(nextPieces(needs, failed, calm, at(20)))).toEqual(['first', 'second'])
  })

  it('rests as long as it fetched where there is little room, and not where time is short', () => {
    expect([restAfter(500, weak), restAfter(500, { ...calm, cause: 'link' }), restAfter(500, calm)]).toEqual([500, 500, 0])
    const resting = { ...weak, restUntil: at(20) }
    expect(nextPieces(needs, held(), resting, at(10))).toEqual([])
    expect(refs(nextPieces(needs, held(), resting, at(90)))).toEqual(['first'])
  })

  it('is no more than a page can hold, the later needs waiting', () => {
    const large = held({ first: file(HELD_MOST_BYTES - 1_000_000), second: file(2_000_000) })
    expect(refs(nextPieces(needs, large, calm, at(10)))).toEqual(['first'])
    expect(nextPieces([{ ref: 'unknown', due: at(1) }], held(), calm, at(10))).toEqual([])
  })
})

type World = { readonly rate: number; readonly files: readonly { readonly bytes: number; readonly leave: number }[]; readonly weakBefore: boolean }
/** Files whose bytes the link carries in a third of the time there is, one after another, and a moment more. */
const worlds: fc.Arbitrary<World> = fc.record({
  rate: fc.integer({ min: 20_000, max: 3_000_000 }), weakBefore: fc.boolean(),
  files: fc.array(fc.record({ bytes: fc.integer({ min: 1, max: 1_500_000 }), leave: fc.integer({ min: 1, max: 60 }) }), { minLength: 1, maxLength: 8 }),
})
const TICK = 0.05

/** Runs the planner over a link of a rate that its pieces share; answers when each file was whole, seconds. */
function run({ rate, files, weakBefore }: World, sightAt: (sight: LinkSight, seconds: number) => LinkSight, onAsk: (pieces: readonly Piece[], sight: LinkSight, now: HubTime) => void) {
  let due = 6
  const wanted = files.map(({ bytes, leave }, n): FileNeed & { bytes: number } => {
    due += (bytes / rate) * 3 + leave
    return { ref: `f${n}`, due: at(due), bytes }
  })
  const state = new Map(wanted.map(({ ref, bytes }) => [ref, file(bytes)]))
  const active = new Map<string, Piece & { left: number; began: number }>()
  const whole = new Map<string, number>()
  let [history, restUntil]: [LinkHistory, HubTime | null] = [weakBefore ? { rate: 50_000, failing: 0 } : NO_HISTORY, null]
  for (let seconds = 0; seconds < due + 120 && whole.size < files.length; seconds += TICK) {
    for (const [ref, piece] of active) {
      piece.left -= (rate * TICK) / active.size
      if (piece.left > 0) continue
      active.delete(ref)
      const took = (seconds - piece.began) * MICROS_PER_SECOND
      history = seen(history, { bytes: piece.to - piece.from, took })
      restUntil = hubTime(seconds * MICROS_PER_SECOND + restAfter(took, { ...calm, history }))
      state.set(ref, file(state.get(ref)?.bytes ?? 0, { have: piece.to }))
      if (piece.to === state.get(ref)?.bytes) whole.set(ref, seconds)
    }
    const sight = sightAt({ ...calm, history, restUntil }, seconds)
    const pieces = nextPieces(wanted, state, sight, at(seconds))
    onAsk(pieces, sight, at(seconds))
    for (const piece of pieces) {
      const now = state.get(piece.ref)
      if (!now) throw new Error('asked for what nobody needs')
      expect([piece.from, now.underWay, piece.to > piece.from, piece.to <= now.bytes]).toEqual([now.have, false, true, true]) // 1
      state.set(piece.ref, { ...now, underWay: true })
      active.set(piece.ref, { ...piece, left: piece.to - piece.from, began: seconds })
    }
  }
  return { wanted, whole }
}

describe('fetching ahead', () => {
  it('asks for no byte twice, and has everything before it is needed where the link allows', () => {
    fc.assert(fc.property(worlds, (world) => {
      const { wanted, whole } = run(world, (sight) => sight, () => undefined)
      for (const { ref, due } of wanted) expect(whole.get(ref) ?? Infinity).toBeLessThanOrEqual((due ?? 0) / MICROS_PER_SECOND)
    }), { numRuns: 60 })
  })

  it('never asks while asleep or for what can wait while sound suffers, and is done all the same when that is over', () => {
    fc.assert(fc.property(worlds, fc.integer({ min: 2, max: 9 }), fc.integer({ min: 1, max: 20 }), (world, asleepFor, suffersFor) => {
      const state = (seconds: number): number => seconds % (asleepFor + suffersFor + 5)
      const { whole } = run(
        world,
        (sight, seconds) => ({ ...sight, asleep: state(seconds) < asleepFor, soundSuffers: state(seconds) < asleepFor + suffersFor }),
        (pieces, { asleep, soundSuffers }) => {
          if (asleep) expect(pieces).toEqual([])
          if (soundSuffers) expect(pieces.length).toBeLessThanOrEqual(1)
        },
      )
      expect(whole.size).toBe(world.files.length) // 6
    }), { numRuns: 40 })
  })
})

describe('what a device remembers of its link', () => {
  it('makes it weak after little or failures, and strong again when it goes well', () => {
    const slow = seen(NO_HISTORY, { bytes: 30_000, took: 1_000_000 })
    expect([isWeak(NO_HISTORY), isWeak(slow)]).toEqual([false, true])
    const failed = seen(seen(NO_HISTORY, 'failed'), 'failed')
    expect(isWeak(failed)).toBe(true)
    const well = Array.from({ length: 20 }).reduce<LinkHistory>((history) => seen(history, { bytes: 500_000, took: 500_000 }), failed)
    expect(isWeak(well)).toBe(false)
  })

  it('comes back as it was written, and is nothing where it cannot be read', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.constant('failed' as const), fc.record({ bytes: fc.nat(), took: fc.nat() })), { maxLength: 30 }), (all) => {
      const history = all.reduce(seen, NO_HISTORY)
      expect(LinkHistory.safeParse(history).success).toBe(true)
      expect(isWeak(readHistory(writeHistory(history)))).toBe(isWeak({ rate: history.rate && Math.round(history.rate), failing: Math.round(history.failing * 1000) / 1000 }))
    }))
    for (const text of [null, '', '{', '[]', '{"rate":-1,"failing":0}', '{"rate":1e12,"failing":0}', '{"rate":null,"failing":2}', '{"rate":null,"failing":0,"more":1}', 'null']) expect(readHistory(text)).toEqual(NO_HISTORY)
  })
})
