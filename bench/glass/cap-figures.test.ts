import { describe, expect, it } from 'vitest'
import { capVerdicts, judgeCap, longestGap } from './cap-figures.ts'
import type { CapWatched, Moment } from './cap-figures.ts'

/** A run in which frames come every 33 ms: wide, from 400 ms after the fall on narrow, wide again 3 s after the lift. */
function run(): CapWatched {
  const [cappedAt, liftedAt, end] = [10_000, 20_000, 26_000]
  const moments: Moment[] = []
  for (let at = 500; at <= end; at += 500) {
    const frames = []
    for (let time = at - 500; time < at; time += 33) {
      if (time > cappedAt && time < cappedAt + 400) continue
      frames.push({ at: time, width: time > cappedAt && time < liftedAt + 3000 ? 320 : 1280 })
    }
    moments.push({
      at, rung: 'low', estimate: 300_000,
      seen: {
        presented: [], frames, displayed: [], unreadable: 0, freezes: 0, width: 0, onsets: [{ output: at + 120, graph: at + 90 }],
        totals: { concealed: at > cappedAt ? 480 : 0, samples: at * 48, lost: 0, packets: 0, frames: 0 },
      },
    })
  }
  return { moments, started: moments.map(({ at }) => at), joinedAt: -700, cappedAt, liftedAt, busy: 0.5 }
}

describe('the figures of a link that falls and rises', () => {
  it('tell when the small picture came, how long it stood still, and when the large one was back', () => {
    const { figures } = judgeCap(run())
    expect(figures.firstFrame).toBe(700)
    expect(figures.stepsDown).toBeGreaterThanOrEqual(400)
    expect(figures.stepsDown).toBeLessThan(440)
    expect(figures.freeze).toBeLessThan(70)
    expect(figures.freezeAtFall).toBeGreaterThan(390)
    expect(figures.climbs).toBeLessThan(3040)
    expect(figures.audioP95).toBe(120)
    expect(figures.audioGraphP95).toBe(90)
    expect(figures.concealed).toBeCloseTo(480 / (25_500 * 48), 6)
    expect(figures.concealedAfter).toBe(0)
  })

  it('are missed by a picture that never came back, and not measured without a run', () => {
    const watched = run()
    const stuck = judgeCap({ ...watched, moments: watched.moments.filter(({ at }) => at < 22_000) })
    expect(capVerdicts([{ network: 'cap300', ...stuck }]).find(({ figure }) => figure.includes('after the lift, ms'))).toMatchObject({ met: false })
    expect(capVerdicts([]).every(({ met }) => met === undefined)).toBe(true)
  })

  it('take a gap for what ends within the span', () => {
    expect(longestGap([0, 30, 700, 730], 600, 720)).toBe(670)
    expect(longestGap([0, 30, 700, 730], 700, 730)).toBe(30)
  })
})
