import { classes, seatById } from '../../features/live/hub/store.ts'
import type { WatchDesk } from '../../features/live/hub/media/watch-desk.ts'
import { chokeLink } from '../../features/live/wire/tour.ts'
import { Refused } from '../../kernel/failures.ts'
import { mount } from '../../platform/http/mounted.ts'
import type { Mounted } from '../../platform/http/mounted.ts'
import type { Journal } from '../../platform/journal/journal.ts'

/** Enough for the sound, and for no picture. Bits per second. */
const CHOKED_TO = 80_000

type Deps = { readonly journal: Pick<Journal, 'query'>; readonly watchers: Pick<WatchDesk, 'choke'> }

/** Where the tour makes a link narrow; without a sample it says that there is none. */
export function chokeDoor(isSample: boolean, { journal, watchers }: Deps): Mounted {
  return mount(chokeLink, ({ input: { seat, on } }) => {
    if (!isSample) throw new Refused('NO_SAMPLE')
    if (!classes(journal.query).some(({ id }) => seatById(journal.query, id, seat))) throw new Refused('SEAT_UNKNOWN')
    watchers.choke(seat, on ? CHOKED_TO : null)
    return { on }
  })
}
