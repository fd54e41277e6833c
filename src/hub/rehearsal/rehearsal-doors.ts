import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { isOver } from '../../features/live/rules/class.ts'
import { rehearsalsOf } from '../../features/live/hub/rehearsal/rehearsal-store.ts'
import { classes, runningClasses } from '../../features/live/hub/store.ts'
import type { StoredClass } from '../../features/live/hub/store.ts'
import { findClass } from '../../features/live/hub/views.ts'
import { beginRehearsal, leaveRehearsal, listRehearsals, setMadeUp } from '../../features/live/wire/rehearsal.ts'
import { RecordedFigures } from '../../features/live/wire/words.ts'
import { hex } from '../../kernel/bytes.ts'
import { Refused } from '../../kernel/failures.ts'
import type { DeviceId } from '../../kernel/ids.ts'
import { openBlobs } from '../../platform/blobs.ts'
import type { Blobs } from '../../platform/blobs.ts'
import { dataFolder } from '../../platform/data-folder.ts'
import { mount } from '../../platform/http/mounted.ts'
import type { Mounted } from '../../platform/http/mounted.ts'
import type { Journal } from '../../platform/journal/journal.ts'
import { writeFirstRecord } from '../first-record.ts'
import type { FirstRecordDeps } from '../first-record.ts'
import { erasePassing, passingFolder } from '../passing-folders.ts'
import type { RehearsalSheet } from './keep-sheet.ts'
import type { CrowdDesk, CrowdPorts } from './crowd-desk.ts'
import { copyForRehearsal } from './rehearsal-record.ts'

/** What a real hub needs to go into rehearsal. */
export type RehearsalStage = {
  readonly type: 'real'
  /** The data folder of the box. */
  readonly root: string
  /** Hears name and key of a rehearsal that is whole; the hub that starts next runs it. */
  readonly onPrepared: (name: string, databaseKey: Uint8Array) => void
  readonly leave: () => void
}
/** What a hub that is a rehearsal knows of itself. */
export type Rehearsal = {
  readonly type: 'rehearsal'
  readonly name: string
  readonly ports: CrowdPorts
  /** Hears what was measured, before the hub leaves. */
  readonly onHeld: (sheet: RehearsalSheet) => void
  readonly leave: () => void
}

type Deps = FirstRecordDeps & { readonly journal: Journal; readonly blobs: Pick<Blobs, 'get'>; readonly crowd: CrowdDesk }

/** The answer reaches the page before the box goes. */
const LEAVE_AFTER_MS = 300
/** Nobody went back: then the box does, so long after the rehearsed class ended. */
const GO_BACK_AFTER_MS = 30 * 60_000
const LOOK_EVERY_MS = 60_000

/** Doors into a rehearsal and out of it; a hub that can neither begin one nor is one (a sample) says so. */
export function rehearsalDoors(side: RehearsalStage | Rehearsal | null, deps: Deps): Mounted[] {
  let isTaken = false
  /** One step at a time; whoever comes second is told. */
  async function alone(step: () => Promise<void>, leave: () => void): Promise<{ leaving: true }> {
    if (isTaken) throw new Refused('BUSY')
    isTaken = true
    try {
      await step()
    } catch (error) {
      isTaken = false
      throw error
    }
    deps.timers.after(LEAVE_AFTER_MS, leave)
    return { leaving: true }
  }
  if (side?.type === 'rehearsal') goBackSometime(side, deps)

  return [
    mount(beginRehearsal, async ({ params, caller }) => {
      if (side?.type !== 'real') throw new Refused('REHEARSAL_ON')
      return await alone(() => prepare(side, deps, params.code, caller.device), side.leave)
    }),
    mount(leaveRehearsal, async () => {
      if (side?.type !== 'rehearsal') throw new Refused('NO_REHEARSAL')
      return await alone(async () => handOver(side, deps), side.leave)
    }),
    mount(setMadeUp, async ({ input }) => {
      const open = classes(deps.journal.query).find(({ phase }) => !isOver(phase))
      if (side?.type !== 'rehearsal' || !open) throw new Refused('NO_REHEARSAL')
      await deps.crowd.set(input.count, open.code, side.ports)
      return { count: input.count }
    }),
    mount(listRehearsals, ({ params }) => ({ rehearsals: rehearsalsOf(deps.journal.query, findClass(deps.journal.query, params.code).id) })),
  ]
}

/** Makes the rehearsal's folder whole before anybody hears of it; what fails leaves nothing. */
async function prepare({ root, onPrepared }: RehearsalStage, deps: Deps, code: string, actor: DeviceId): Promise<void> {
  const { query } = deps.journal
  const stored = findClass(query, code)
  if (runningClasses(query).length > 0) throw new Refused('ANOTHER_CLASS_RUNNING')
  if (stored.phase !== 'draft') throw new Refused('CLASS_NOT_DRAFT')
  const [name, key] = [hex(randomBytes(8)), new Uint8Array(randomBytes(32))]
  const folder = passingFolder(root, 'rehearsal', name)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const { blobs, database } = dataFolder(folder)
    await writeFirstRecord(database, key, deps, (record) => copyForRehearsal({ query, blobs: deps.blobs }, stored, record, openBlobs(blobs), actor))
    // Somebody may have opened a class while files were copied.
    if (runningClasses(query).length > 0) throw new Refused('ANOTHER_CLASS_RUNNING')
  } catch (error) {
    erasePassing(root, 'rehearsal', name)
    throw error
  }
  onPrepared(name, key)
}

/** A class that was held to its end leaves a sheet; one that never began, or was broken off, none. */
function handOver({ name, onHeld }: Rehearsal, { journal }: Pick<Deps, 'journal'>): void {
  if (runningClasses(journal.query).some(({ phase }) => phase === 'live')) throw new Refused('REHEARSAL_LIVE')
  const held = rehearsed(journal)
  if (!held || held.figures === null || held.endedAt === null) return
  onHeld({ code: held.code, held: { rehearsal: name, endedAt: held.endedAt, figures: RecordedFigures.parse(held.figures) } })
}

/** The class that was held here. */
function rehearsed({ query }: Pick<Journal, 'query'>): StoredClass | undefined {
  return classes(query).find(({ phase }) => isOver(phase))
}

function goBackSometime(side: Rehearsal, deps: Deps): void {
  const look = (): void => {
    const endedAt = rehearsed(deps.journal)?.endedAt ?? null
    if (endedAt === null || runningClasses(deps.journal.query).length > 0 || deps.clock.wall() - endedAt < GO_BACK_AFTER_MS) {
      deps.timers.after(LOOK_EVERY_MS, look)
      return
    }
    try {
      handOver(side, deps)
    } finally {
      side.leave() // A sheet that cannot be made keeps nobody here.
    }
  }
  deps.timers.after(LOOK_EVERY_MS, look)
}
