import { Refused } from '../../../../kernel/failures.ts'
import type { DeviceId } from '../../../../kernel/ids.ts'
import { decide } from '../../rules/class.ts'
import { withoutSmallGroups } from '../../rules/figures/small-groups.ts'
import { classEnded } from '../../wire/entries.ts'
import { visitKept } from '../../wire/kept-entries.ts'
import type { ClassView } from '../../wire/words.ts'
import type { Measured } from '../floor-line.ts'
import { datesOf, withRecord } from '../report/class-report.ts'
import { tellClass } from './class-command.ts'
import type { ClassCommandDeps } from './class-command.ts'
import type { LiveDeps } from '../deps.ts'
import { classById, seatsOf } from '../store.ts'
import type { StoredClass } from '../store.ts'
import { classState, findClass } from '../views.ts'

type EndClassDeps = ClassCommandDeps & Pick<LiveDeps, 'watchers' | 'streamKeys' | 'names' | 'guests' | 'capture' | 'privacy'>

/**
 * Ends a class with its figures as its last entry. The floor stops taking hands and cues first and
 * sends all it has, so that nothing of the class comes after its end.
 */
export async function endClass(deps: EndClassDeps, code: string, actor: DeviceId): Promise<ClassView> {
  const stored = findClass(deps.journal.query, code)
  requireLive(deps, stored)
  try {
    const [measured] = await Promise.all([
      deps.floor.collect(stored.id, datesOf(stored, deps.clock.wall())),
      deps.capture.finish(stored.id),
    ])
    deps.guests.clear(stored.id) // That they left belongs on record before the end.
    putOnRecord(deps, stored, measured, actor)
  } catch (error) {
    deps.floor.tell({ type: 'not-ended', classId: stored.id })
    throw error
  }
  deps.streamKeys.delete(stored.id)
  for (const { id } of seatsOf(deps.journal.query, stored.id)) deps.names.delete(id)
  deps.watchers.clear(stored.id)
  deps.stages.clear(stored.id)
  return tellClass(deps, findClass(deps.journal.query, stored.code))
}

function requireLive(deps: Pick<LiveDeps, 'clock'>, stored: StoredClass): { at: number } {
  const decision = decide(classState(stored, deps), { type: 'end' }, { now: deps.clock.now(), anotherRunning: false })
  if (!decision.ok) throw new Refused(decision.refusal)
  const [event] = decision.events
  if (event?.type !== 'class-ended') throw new RangeError('a class that ends without ending')
  return event
}

function putOnRecord(deps: EndClassDeps, { id, code }: StoredClass, { figures: measured, visits }: Measured, actor: DeviceId): void {
  deps.journal.transact((tx) => {
    const stored = classById(tx.sql, id) ?? findClass(tx.sql, code)
    const { at } = requireLive(deps, stored)
    const { title: _, ...all } = withRecord(tx.sql, id, measured, datesOf(stored, deps.clock.wall()))
    const figures = { ...all, bySeat: withoutSmallGroups(all.bySeat), recorded: deps.capture.recordedSeconds(id) }
    for (const { seat, ...visit } of visits) {
      if (deps.privacy.mayKeep(id, seat, 'analytics')) tx.append({ kind: visitKept.kind, classId: id, actor: seat, body: { seat }, private: visit })
    }
    tx.append({ kind: classEnded.kind, classId: id, actor, body: { at, entries: tx.count(id) + 1, figures } })
  })
}
