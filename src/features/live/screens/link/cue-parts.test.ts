import { describe, expect, it } from 'vitest'

import { HandClock } from '../../../../../testkit/hand-clock.ts'
import { CueLight } from './cue-light.ts'
import { cueTone } from './cue-tone.ts'
import { outputMapping } from './output-time.ts'

const FRAME_MS = 1000 / 60
const turn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })

/** A screen of 60 frames a second on the hand-wound clock, and the element on which light falls. */
class Screen {
  readonly clock = new HandClock({ startMs: 0 })
  readonly classes = new Set<string>()
  readonly rises: number[] = []
  isSeen = true
  readonly light: CueLight

  constructor() {
    const classList = {
      add: (name: string) => {
        if (name === 'is-cue') this.rises.push(this.clock.now() / 1000)
        this.classes.add(name)
      },
      remove: (name: string) => this.classes.delete(name),
    }
    this.light = new CueLight({
      element: () => ({ classList }) as unknown as Element, timers: this.clock, now: () => this.clock.now(),
      frames: { requestAnimationFrame: (draw) => this.#nextFrame(draw) },
    })
  }

  async run(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 4) {
      this.clock.advance(4)
      await turn()
    }
  }

  #nextFrame(draw: (ms: number) => void): number {
    if (!this.isSeen) return 0
    const next = (Math.floor(this.clock.now() / 1000 / FRAME_MS + 1e-3) + 1) * FRAME_MS
    this.clock.after(next - this.clock.now() / 1000, () => draw(next))
    return 0
  }
}

describe('the light of a cue', () => {
  it('is shown by the frame nearest to its instant, stands, falls and is gone', async () => {
    const screen = new Screen()
    const shown = screen.light.rise(500_000)
    await screen.run(560)
    expect(Math.abs((await shown ?? NaN) - 500_000)).toBeLessThanOrEqual(FRAME_MS * 500 + 1)
    expect([...screen.classes]).toEqual(['is-cue'])
    await screen.run(150)
    expect([...screen.classes]).toEqual(['cue-fall'])
    await screen.run(800)
    expect([...screen.classes]).toEqual([])
  })

  it('rises at once when its instant has passed', async () => {
    const screen = new Screen()
    await screen.run(100)
    const shown = screen.light.rise(20_000)
    await screen.run(60)
    expect(await shown).toBeLessThan(150_000)
  })

  it('rises at most twice in any second, however many cues come', async () => {
    const screen = new Screen()
    for (let cue = 0; cue < 40; cue++) {
      void screen.light.rise(screen.clock.now() + 40_000)
      await screen.run(130)
    }
    expect(screen.rises.length).toBeGreaterThan(4)
    for (const start of screen.rises) expect(screen.rises.filter((at) => at >= start && at < start + 1000).length).toBeLessThanOrEqual(2)
  })

  it('tells nothing of a page that nobody sees', async () => {
    const screen = new Screen()
    screen.isSeen = false
    const shown = screen.light.rise(100_000)
    await screen.run(700)
    expect(await shown).toBeUndefined()
    expect(screen.rises).toEqual([])
  })
})

describe('the time of output', () => {
  it('goes by the device\'s own stamp where there is one', () => {
    const context = { currentTime: 9, baseLatency: 0.01, outputLatency: 0.5, getOutputTimestamp: () => ({ contextTime: 8, performanceTime: 3000 }) }
    const mapping = outputMapping(context, 1)
    expect(mapping.toLocal(8.25)).toBe(3_250_000)
    expect(mapping.toContext(3_250_000)).toBe(8.25)
  })

  it('goes by the stated latency where the stamp is missing or has not begun', () => {
    const mapping = outputMapping({ currentTime: 2, baseLatency: 0.01, outputLatency: 0.02 }, 5_000_000)
    expect(mapping.toLocal(2)).toBeCloseTo(5_030_000, 3)
    const fresh = outputMapping({ currentTime: 2, baseLatency: 0.01, getOutputTimestamp: () => ({ contextTime: 0, performanceTime: 0 }) }, 5_000_000)
    expect(fresh.toContext(5_010_000)).toBeCloseTo(2, 9)
  })
})

describe('the sound of a cue', () => {
  it('begins at once, never clips, and ends in silence', () => {
    for (const rate of [8000, 44_100, 48_000, 96_000]) {
      const samples = cueTone(rate)
      expect(Math.max(...samples.subarray(0, Math.ceil(rate * 0.004)))).toBeGreaterThan(0.3)
      expect(Math.max(...samples.map(Math.abs))).toBeLessThan(1)
      expect(Math.abs(samples.at(-1) ?? NaN)).toBeLessThan(0.01)
    }
  })
})
