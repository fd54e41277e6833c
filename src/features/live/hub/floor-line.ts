import type { ClassId, SeatId } from '../../../kernel/ids.ts'
import type { ClassDates } from '../rules/figures/collector.ts'
import type { ClassFigures } from '../wire/words.ts'
import type { CoreToFloor, FloorToCore } from './floor/floor-messages.ts'

/** The core's end of the line to the floor. */
export type FloorLine = {
  tell(message: CoreToFloor): void
  /** Ends intake of a class and gives what was measured of it. All its facts have crossed before. */
  collect(classId: ClassId, dates: ClassDates): Promise<ClassFigures>
  /** What was measured of a class so far; it goes on. */
  measure(classId: ClassId, dates: ClassDates): Promise<ClassFigures>
  /** How many sit in the class now, as last heard. */
  here(classId: ClassId): number
}

type FloorLineDeps = {
  readonly post: (message: CoreToFloor) => void
  readonly record: (facts: Extract<FloorToCore, { type: 'record' }>['facts']) => void
  readonly named: (seat: SeatId, name: string | null) => void
}

/** Speaks with the floor over `post`; what the floor says goes to `receive`. */
export function floorLine({ post, record, named }: FloorLineDeps): FloorLine & { receive(message: FloorToCore): void } {
  const here = new Map<ClassId, number>()
  const asked = new Map<number, (figures: ClassFigures) => void>()
  let next = 1
  const ask = (type: 'collect' | 'measure') => (classId: ClassId, dates: ClassDates): Promise<ClassFigures> => new Promise((resolve) => {
    const ask = next++
    asked.set(ask, resolve)
    post({ type, classId, ask, dates })
  })

  return {
    tell: post,
    here: (classId) => here.get(classId) ?? 0,
    collect: ask('collect'),
    measure: ask('measure'),
    receive(message) {
      switch (message.type) {
        case 'record':
          record(message.facts)
          return
        case 'here':
          here.set(message.classId, message.here)
          return
        case 'named':
          named(message.seat, message.name)
          return
        case 'figures':
          asked.get(message.ask)?.(message.figures)
          asked.delete(message.ask)
          return
      }
    },
  }
}
