import { Refused } from '../../../../kernel/failures.ts'
import type { ClassId, DeviceId } from '../../../../kernel/ids.ts'
import type { EntryDraft } from '../../../../platform/journal/drafts.ts'
import { decide } from '../../rules/class.ts'
import type { ClassCommand, ClassEvent } from '../../rules/class.ts'
import { classBegun, classMade, classRenamed, doorSet, lobbyOpened, startSet } from '../../wire/entries.ts'
import type { ClassView } from '../../wire/words.ts'
import type { LiveDeps } from '../deps.ts'
import { classById, runningClasses } from '../store.ts'
import type { StoredClass } from '../store.ts'
import { classState, classView, findClass, floorClass } from '../views.ts'

export type ClassCommandDeps = Pick<LiveDeps, 'journal' | 'clock' | 'floor' | 'stages' | 'marks'>
/** Every step of a class but its end, which has figures to gather first. */
export type Step = Exclude<ClassCommand, { type: 'end' }>

/**
 * Decides a step, puts it on record, then tells the floor. Throws what the rules refuse. `more` is what
 * belongs in the same commit.
 */
export function runStep(
  deps: ClassCommandDeps, code: string | undefined, command: Step, actor: DeviceId | 'box', more: (id: ClassId) => readonly EntryDraft[] = () => [],
): ClassView {
  const stored = deps.journal.transact((tx): StoredClass => {
    const before = code === undefined ? undefined : findClass(tx.sql, code)
    const anotherRunning = runningClasses(tx.sql).some((other) => other.id !== before?.id)
    const decision = decide(before && classState(before, deps), command, { now: deps.clock.now(), anotherRunning })
    if (!decision.ok) throw new Refused(decision.refusal)

    const id = before?.id ?? (command.type === 'make' ? command.id : undefined)
    if (id === undefined) throw new RangeError('a step without a class')
    for (const event of decision.events) tx.append(draftOf(event, id, actor))
    for (const draft of more(id)) tx.append(draft)
    const after = classById(tx.sql, id)
    if (!after) throw new RangeError('a class that is not projected')
    return after
  })
  return tellClass(deps, stored)
}

/** Tells everybody how the class stands, and answers the same. */
export function tellClass(deps: Pick<ClassCommandDeps, 'clock' | 'floor' | 'stages' | 'marks'>, stored: StoredClass): ClassView {
  deps.floor.tell({ type: 'class', class: floorClass(stored, deps) })
  return classView(stored, deps)
}

function draftOf(event: ClassEvent, classId: ClassId, actor: string): EntryDraft {
  switch (event.type) {
    case 'class-made':
      return { kind: classMade.kind, classId, actor, body: { code: event.code }, private: { title: event.title } }
    case 'class-renamed':
      return { kind: classRenamed.kind, classId, actor, body: {}, private: { title: event.title } }
    case 'lobby-opened':
      return { kind: lobbyOpened.kind, classId, actor, body: {} }
    case 'class-begun':
      return { kind: classBegun.kind, classId, actor, body: { at: event.at, ...(event.admitAt ? { admitAt: event.admitAt } : {}) } }
    case 'start-set':
      return { kind: startSet.kind, classId, actor, body: { at: event.at } }
    case 'door-set':
      return { kind: doorSet.kind, classId, actor, body: { locked: event.locked } }
    case 'class-ended':
      throw new RangeError('a class ends with its figures, in end-class.ts')
  }
}
