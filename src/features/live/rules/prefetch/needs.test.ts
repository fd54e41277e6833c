import { describe, expect, it } from 'vitest'
import type { ItemId, PictureId, TrackId } from '../../../../kernel/ids.ts'
import { hubTime, MICROS_PER_SECOND } from '../../../../kernel/time.ts'
import type { PlanItem, Run } from '../../wire/run.ts'
import { applyRun, plannedRun } from '../run/run.ts'
import { needsOf } from './needs.ts'

const at = (seconds: number) => hubTime(seconds * MICROS_PER_SECOND)
const all = { sounds: true, shows: true }
const pic = (letter: string) => `pic_${letter.repeat(16)}` as PictureId
const song = `trk_${'a'.repeat(16)}` as TrackId
const item = (n: number, over: Partial<PlanItem>): PlanItem => ({
  id: `item_${'abcdefgh'.charAt(n).repeat(16)}` as ItemId, title: 'x', kind: 'talk', seconds: 60, overrun: 'push', cues: [], poll: null, music: null, ...over,
})
const planned: Run = plannedRun({
  objective: '', items: [
    item(0, { picture: { picture: pic('a'), as: 'slide' } }), item(1, { music: song }),
    item(2, { picture: { picture: pic('b'), as: 'overlay' }, music: 'beat-100' }), item(3, { picture: { picture: pic('a'), as: 'slide' } }),
  ],
})
const live = applyRun(planned, { type: 'begun', at: at(100) })

describe('what a page needs for the plan', () => {
  it('is each file once, when its first item begins; what pages make themselves is none', () => {
    expect(needsOf(live, all, at(110), null)).toEqual([{ ref: pic('a'), due: at(100) }, { ref: song, due: at(160) }, { ref: pic('b'), due: at(220) }])
  })

  it('is due from when the class is to begin, or may begin any moment', () => {
    expect(needsOf(planned, all, at(10), at(500)).map(({ due }) => due)).toEqual([at(500), at(560), at(620)])
    expect(needsOf(planned, all, at(10), null)[0]?.due).toBe(at(30))
    expect(needsOf(planned, all, at(600), at(500))[0]?.due).toBe(at(620))
  })

  it('leaves out what is over, unless it comes again', () => {
    const third = applyRun(live, { type: 'entered', at: at(130), item: item(2, {}).id })
    expect(needsOf(third, all, at(140), null).map(({ ref }) => ref)).toEqual([pic('b'), pic('a')])
  })

  it('is what the seat plays and shows', () => {
    expect(needsOf(live, { sounds: false, shows: true }, at(110), null).map(({ ref }) => ref)).toEqual([pic('a'), pic('b')])
    expect(needsOf(live, { sounds: true, shows: false }, at(110), null).map(({ ref }) => ref)).toEqual([song])
    expect(needsOf(null, all, at(110), null)).toEqual([])
  })
})
