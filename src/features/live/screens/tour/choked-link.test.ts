import { describe, expect, it } from 'vitest'
import { SeatId } from '../../../../kernel/ids.ts'
import type { Rung } from '../../../../kernel/ladder.ts'
import { hubTime } from '../../../../kernel/time.ts'
import type { RosterLine } from '../../wire/words.ts'
import { chokeable, LinkWatch } from './choked-link.ts'

const ADA = SeatId.parse('seat_aaaaaaaaaaaaaaaa')
const line = (rung: Rung | null, sinceMs = 0, over: Partial<RosterLine> = {}): RosterLine => ({
  seat: ADA, name: 'Ada', kind: 'elsewhere', headphones: false, link: 'good', linkMs: 4, cueMs: 40, videoMs: 90, handSince: null, reps: 0, ready: true,
  standing: 'welcome', actedAt: null, jitterMs: null, prepared: null,
  rung: rung === null ? null : { rung, cause: rung === 'full' ? 'none' : 'link', since: hubTime(sinceMs * 1000), way: 'webrtc' }, ...over,
})

describe('a link that is choked', () => {
  it('tells how long the picture took to step aside and to come back, by the page\'s own word', () => {
    const watch = new LinkWatch()
    watch.began(line('full'), hubTime(1_000_000))
    for (const told of [line('full', 0), line('low', 1400), line('audio', 1900), line('low', 2500)]) watch.heard(told)
    expect(watch.link.value).toMatchObject({ name: 'Ada', downMs: 400, lowest: 'audio', upMs: null })
    watch.lifted(hubTime(5_000_000))
    watch.heard(line('low', 5500))
    expect(watch.link.value?.upMs).toBeNull()
    watch.heard(line('full', 8200))
    expect(watch.link.value).toMatchObject({ downMs: 400, upMs: 3200 })
  })

  it('is not misled by what was so before, by another\'s line, or by a picture that came back before the link did', () => {
    const watch = new LinkWatch()
    watch.heard(line('low', 500))
    expect(watch.link.value).toBeNull()
    watch.began(line('full'), hubTime(1_000_000))
    watch.heard(line('low', 900))
    watch.heard(line('low', 1400, { seat: SeatId.parse('seat_bbbbbbbbbbbbbbbb') }))
    watch.heard(line(null))
    expect(watch.link.value?.downMs).toBeNull()
    watch.heard(line('low', 1500))
    watch.heard(line('full', 2000))
    watch.lifted(hubTime(3_000_000))
    expect(watch.link.value).toMatchObject({ downMs: 500, upMs: null })
  })

  it('is that of a learner elsewhere who has the whole picture, or nobody\'s', () => {
    expect(chokeable([line('full', 0, { kind: 'room' }), line('low'), line('full', 0, { link: 'gone' }), line(null)])).toBeUndefined()
    expect(chokeable([line('low'), line('full')])).toMatchObject({ seat: ADA })
  })
})
