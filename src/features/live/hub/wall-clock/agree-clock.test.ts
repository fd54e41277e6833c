import { describe, expect, it } from 'vitest'
import { Refused } from '../../../../kernel/failures.ts'
import type { DeviceId, SeatId } from '../../../../kernel/ids.ts'
import { hubTime } from '../../../../kernel/time.ts'
import { entryStamps } from '../../../../platform/journal/stamp.ts'
import { temporaryJournal } from '../../../../platform/journal/temporary-journal.ts'
import { WallClock } from '../../../../platform/wall-clock.ts'
import type { ClockLamp } from '../../wire/wall-clock.ts'
import { agreeClock } from './agree-clock.ts'
import { PeerClockDesk } from './peer-clock-desk.ts'
import { agreedClock, clockProjector } from './wall-clock-store.ts'

const HOST = 'dev_aaaaaaaaaaaaaaaa' as DeviceId
const seat = (n: number): SeatId => `seat_${String.fromCodePoint(97 + n).repeat(16)}` as SeatId
const TRUE_AT_ZERO = 1_800_000_000_000
const BOX_SAYS = 86_400_000

/** A box that starts with the clock of 1970, and a class in front of it. */
function world() {
  const journal = temporaryJournal([clockProjector])
  const wallClock = new WallClock({ boot: 'a'.repeat(16), now: () => hubTime(7_000_000), system: () => BOX_SAYS })
  const lamps: (ClockLamp | null)[] = []
  const clock = { now: () => hubTime(7_000_000), wall: () => wallClock.wall() }
  const peerClocks = new PeerClockDesk({ clock, isSure: () => wallClock.quality().quality === 'ntp', onChange: (lamp) => lamps.push(lamp) })
  return { journal, wallClock, lamps, peerClocks, stamp: entryStamps({ boot: wallClock.boot, ...clock }) }
}

describe('a box whose clock is wrong', () => {
  it('hears so from three devices, shows it once, and takes their time for what follows by one tap of the host', () => {
    const { journal, wallClock, lamps, peerClocks } = world()
    using _ = journal
    const before = journal.journal.transact((tx) => tx.append({ kind: 'live.lobby-opened.1', actor: 'box', body: {} }))
    for (const n of [0, 1, 2, 3]) peerClocks.heard(seat(n), TRUE_AT_ZERO + n * 100)
    peerClocks.heard(seat(3), TRUE_AT_ZERO + 300)
    expect(lamps.at(-1)).toMatchObject({ devices: 4 })
    expect(lamps).toHaveLength(2)

    agreeClock({ journal: journal.journal, wallClock, peerClocks }, TRUE_AT_ZERO, HOST)
    expect(wallClock.wall()).toBe(TRUE_AT_ZERO + 100 + 7000)
    expect(wallClock.quality()).toEqual({ quality: 'peer', uncertainty: 5200 })
    expect(lamps.at(-1)).toBeNull()
    expect(journal.journal.read(0, 1)).toEqual([before])
    expect(agreedClock(journal.journal.query, 'a'.repeat(16))).toEqual({ boot: 'a'.repeat(16), atZero: TRUE_AT_ZERO + 100, uncertaintyMs: 5200 })
    expect(agreedClock(journal.journal.query, 'b'.repeat(16))).toBeUndefined()
  })

  it('takes nothing that the devices do not say, or say no more', () => {
    const { journal, wallClock, peerClocks } = world()
    using _ = journal
    const take = (shown: number) => () => agreeClock({ journal: journal.journal, wallClock, peerClocks }, shown, HOST)
    expect(take(TRUE_AT_ZERO)).toThrow(new Refused('CLOCK_MOVED_ON'))
    for (const n of [0, 1, 2]) peerClocks.heard(seat(n), TRUE_AT_ZERO)
    expect(take(TRUE_AT_ZERO - 86_400_000)).toThrow(new Refused('CLOCK_MOVED_ON'))
    expect(journal.journal.head().size).toBe(0)
    expect(wallClock.wall()).toBe(BOX_SAYS)
  })

  it('says nothing while the system’s clock is synchronised', () => {
    const { journal, wallClock, lamps, peerClocks } = world()
    using _ = journal
    wallClock.standsOn({ quality: 'ntp', uncertainty: 16_000 })
    for (const n of [0, 1, 2]) peerClocks.heard(seat(n), TRUE_AT_ZERO)
    expect(lamps).toEqual([])
  })
})
