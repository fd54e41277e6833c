import type { ClassId, SeatId } from '../../../kernel/ids.ts'
import type { ClassDates, SeatVisit } from '../rules/figures/collector.ts'
import type { ClassFigures } from '../wire/words.ts'
import type { CoreToFloor, FloorToCore, Offer } from './floor/floor-messages.ts'

/** What the floor measured of a class, and, at its end, of each seat by itself. */
export type Measured = { readonly figures: ClassFigures; readonly visits: readonly SeatVisit[] }

/** The core's end of the line to the floor. */
export type FloorLine = {
  tell(message: CoreToFloor): void
  /** Ends intake of a class and gives what was measured of it. All its facts have crossed before. */
  collect(classId: ClassId, dates: ClassDates): Promise<Measured>
  /** What was measured of a class so far; it goes on. */
  measure(classId: ClassId, dates: ClassDates): Promise<ClassFigures>
  /** How many sit in the class now, as last heard. */
  here(classId: ClassId): number
}

type FloorLineDeps = {
  readonly post: (message: CoreToFloor) => void
  readonly record: (facts: Extract<FloorToCore, { type: 'record' }>['facts']) => void
  readonly offered: (offers: readonly Offer[]) => void
  readonly wallClock: (seat: SeatId, wallAtZero: number) => void
  readonly named: (seat: SeatId, name: string | null) => void
}

/** Speaks with the floor over `post`; what the floor says goes to `receive`. */
export function floorLine({ post, record, offered, named, wallClock }: FloorLineDeps): FloorLine & { receive(message: FloorToCore): void } {
  const here = new Map<ClassId, number>()
  const asked = new Map<number, (measured: Measured) => void>()
  let next = 1
  const ask = (type: 'collect' | 'measure') => (classId: ClassId, dates: ClassDates): Promise<Measured> => new Promise((resolve) => {
    const ask = next++
    asked.set(ask, resolve)
    post({ type, classId, ask, dates })
  })

  return {
    tell: post,
    here: (classId) => here.get(classId) ?? 0,
    collect: ask('collect'),
    measure: async (classId, dates) => (await ask('measure')(classId, dates)).figures,
    receive(message) {
      switch (message.type) {
        case 'record':
          record(message.facts)
          return
        case 'offer':
          offered(message.offers)
          return
        case 'here':
          here.set(message.classId, message.here)
          return
        case 'named':
          named(message.seat, message.name)
          return
        case 'wall-clock':
          wallClock(message.seat, message.wallAtZero)
          return
        case 'figures':
          asked.get(message.ask)?.(message)
          asked.delete(message.ask)
          return
      }
    },
  }
}
