import { expect, it } from 'vitest'
import { temporaryJournal } from '../platform/journal/temporary-journal.ts'
import { silentLog } from '../platform/log.ts'
import { Lamps } from './lamps.ts'
import type { LampsState } from './lamps.ts'

const draft = { kind: 'live.lobby-opened.1', actor: 'box', body: {} }

it('goes out once when the disk takes no entries any more, and comes on once when it does again', () => {
  using world = temporaryJournal()
  const seen: LampsState[] = []
  const lamps = new Lamps(world.journal, true, silentLog(), (state) => seen.push(state))
  world.database.limitPages(1)
  for (let round = 0; round < 40; round += 1) {
    world.journal.defer({ ...draft, body: { fill: 'x'.repeat(2000) } })
    world.journal.flush()
  }
  expect(seen).toEqual([{ recordKept: false, media: true, clock: null }])
  world.database.limitPages(1_000_000)
  world.journal.flush()
  expect(seen).toEqual([{ recordKept: false, media: true, clock: null }, { recordKept: true, media: true, clock: null }])
  expect(lamps.state.recordKept).toBe(true)
})

it('says when media stops and when it works', () => {
  using world = temporaryJournal()
  const seen: LampsState[] = []
  const lamps = new Lamps(world.journal, true, silentLog(), (state) => seen.push(state))
  lamps.mediaWorks(false)
  lamps.mediaWorks(false)
  lamps.mediaWorks(true)
  expect(seen.map(({ media }) => media)).toEqual([false, true])
})
