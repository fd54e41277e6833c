import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Affordable, CLIMB_AFTER, RUNGS, RungCause } from '../../../../kernel/ladder.ts'
import { MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import { pageAffords, type PageRung, type PageSees, stepPageRung } from './page-rung.ts'

const WELL: PageSees = {
  linked: true, wants: { sound: true, video: true }, programme: { video: true, audio: true },
  picture: 'playing', small: false, sound: 'playing', undecodable: false, way: 'webrtc', blocked: false, isFresh: false, pictureIsSoon: false, box: { rung: 'full', cause: 'none' },
}
const sees = (changes: Partial<PageSees>): PageSees => ({ ...WELL, ...changes })
const told = (changes: Partial<PageSees>): string => {
  const { rung, cause } = pageAffords(sees(changes))
  return `${rung} ${cause}`
}

describe('what reaches a page', () => {
  it("is the box's word where all comes that it sends", () => {
    expect(told({})).toBe('full none')
    expect(told({ box: { rung: 'low', cause: 'link' } })).toBe('low link')
    expect(told({ box: { rung: 'still', cause: 'loss' } })).toBe('still loss')
    expect(told({ box: { rung: 'audio', cause: 'link' }, picture: 'stalled' })).toBe('audio link')
    expect(told({ box: { rung: 'cues', cause: 'link' }, picture: 'stalled', sound: 'arriving' })).toBe('cues link')
  })

  it('is less where less comes than the box sends', () => {
    expect(told({ picture: 'stalled' })).toBe('audio silent')
    expect(told({ picture: 'stalled', sound: 'arriving' })).toBe('cues silent')
    expect(told({ box: { rung: 'audio', cause: 'link' }, picture: 'stalled', sound: 'arriving' })).toBe('cues silent')
    expect(told({ picture: 'none', undecodable: true })).toBe('audio source')
    expect(told({ picture: 'arriving', sound: 'arriving', blocked: true, way: null, box: undefined })).toBe('cues blocked')
  })

  it('is the plan once the box is not heard, whatever still plays', () => {
    expect(told({ linked: false })).toBe('plan silent')
  })

  it('is nobody’s fault where the class has no more or the seat wants no more', () => {
    expect(told({ programme: { video: false, audio: true }, picture: 'none' })).toBe('audio source')
    expect(told({ programme: { video: false, audio: false }, picture: 'none', sound: 'none' })).toBe('cues source')
    expect(told({ wants: { sound: false, video: false }, picture: 'none', sound: 'none' })).toBe('cues asked')
    expect(told({ wants: { sound: true, video: false }, picture: 'none' })).toBe('audio asked')
  })

  it('is full over a stream too: of that the box says nothing', () => {
    expect(told({ way: 'hls', box: { rung: 'audio', cause: 'link' } })).toBe('full none')
    expect(told({ way: 'hls', picture: 'stalled', sound: 'arriving' })).toBe('cues silent')
  })

  it('goes by the size of the picture only while the box says nothing', () => {
    expect(told({ small: true })).toBe('full none')
    expect(told({ small: true, box: undefined })).toBe('low link')
  })

  it('counts a sound that waits for a press as one that has come', () => {
    expect(told({ sound: 'needs-press', picture: 'stalled' })).toBe('audio silent')
  })
})

describe('the rung that a page shows', () => {
  const after = (before: PageRung | undefined, changes: Partial<PageSees>, seconds: number): PageRung => stepPageRung(before, sees(changes), seconds * MICROS_PER_SECOND)
  const shown = ({ ladder: { rung, cause } }: PageRung): string => `${rung} ${cause}`

  it('falls at once and rises after a while, where the page itself has missed something', () => {
    let rung = after(undefined, {}, 0)
    rung = after(rung, { picture: 'stalled' }, 10)
    expect(shown(rung)).toBe('audio silent')
    rung = after(rung, {}, 11)
    expect(shown(rung)).toBe('audio silent')
    rung = after(rung, {}, 12.1)
    expect(shown(rung)).toBe('full none')
  })

  it('follows the box up at once, which has waited already', () => {
    let rung = after(undefined, { box: { rung: 'low', cause: 'link' } }, 0)
    rung = after(rung, { box: { rung: 'audio', cause: 'link' }, picture: 'stalled' }, 1)
    expect(shown(rung)).toBe('audio link')
    rung = after(rung, {}, 1.2)
    expect(shown(rung)).toBe('full none')
  })

  it('waits for the first frame of a picture that the box sends again, and shows it at once', () => {
    let rung = after(undefined, { box: { rung: 'audio', cause: 'link' }, picture: 'stalled' }, 1)
    rung = after(rung, { picture: 'stalled', pictureIsSoon: true }, 2)
    expect(shown(rung)).toBe('audio link')
    rung = after(rung, { pictureIsSoon: true }, 2.5)
    expect(shown(rung)).toBe('full none')
  })

  it('waits for nothing when the page begins, or when the class first shows a picture', () => {
    let rung = after(undefined, { picture: 'arriving', sound: 'arriving', isFresh: true }, 0)
    expect(shown(rung)).toBe('cues silent')
    rung = after(rung, { picture: 'arriving' }, 0.1)
    expect(shown(rung)).toBe('audio silent')
    let other = after(undefined, { programme: { video: false, audio: true }, picture: 'none' }, 0)
    other = after(other, {}, 0.1)
    expect(shown(other)).toBe('full none')
  })

  it('keeps since when it stands while only the cause changes', () => {
    let rung = after(undefined, { box: { rung: 'low', cause: 'link' } }, 3)
    rung = after(rung, { box: { rung: 'low', cause: 'loss' } }, 5)
    expect(rung.ladder).toMatchObject({ rung: 'low', cause: 'loss', since: 3 * MICROS_PER_SECOND })
  })

  it('never shows more than the box sends or than comes, and shows what comes in the end', () => {
    const box = fc.option(fc.record({ rung: fc.constantFrom(...RUNGS), cause: fc.constantFrom(...RungCause.options) }), { nil: undefined })
    const page = fc.record({
      linked: fc.boolean(), wants: fc.record({ sound: fc.boolean(), video: fc.boolean() }), programme: fc.record({ video: fc.boolean(), audio: fc.boolean() }),
      picture: fc.constantFrom('none' as const, 'arriving' as const, 'playing' as const, 'stalled' as const), small: fc.boolean(),
      sound: fc.constantFrom('none' as const, 'arriving' as const, 'playing' as const, 'needs-press' as const),
      undecodable: fc.boolean(), way: fc.constantFrom('webrtc' as const, 'hls' as const, null), blocked: fc.boolean(), isFresh: fc.boolean(), pictureIsSoon: fc.boolean(), box,
    })
    fc.assert(fc.property(fc.array(page, { minLength: 1, maxLength: 30 }), (pages) => {
      let rung: PageRung | undefined
      let now = 0
      for (const one of pages) {
        rung = stepPageRung(rung, one, now += MICROS_PER_SECOND / 3)
        expect(RUNGS.indexOf(rung.ladder.rung)).toBeGreaterThanOrEqual(RUNGS.indexOf(pageAffords(one).rung))
        if (one.box && one.way === 'webrtc' && (one.wants.sound || one.wants.video)) expect(RUNGS.indexOf(rung.ladder.rung)).toBeGreaterThanOrEqual(RUNGS.indexOf(one.box.rung))
      }
      const last = pages.at(-1) ?? WELL
      const affords: Affordable = pageAffords(last)
      for (let step = 0; step < 2 + (3 * CLIMB_AFTER.most) / MICROS_PER_SECOND; step++) rung = stepPageRung(rung, last, now += MICROS_PER_SECOND / 3)
      expect(rung?.ladder.rung).toBe(affords.rung)
    }))
  })
})
