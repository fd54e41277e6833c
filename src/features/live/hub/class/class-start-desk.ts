import type { ClassCode, ClassId } from '../../../../kernel/ids.ts'
import { elapsedMs } from '../../../../kernel/time.ts'
import type { HubTime } from '../../../../kernel/time.ts'
import type { Timers } from '../../../../platform/timers.ts'
import { startNow } from '../../rules/admission.ts'
import type { ClassPhase, ClassView } from '../../wire/words.ts'

type ClassStartDeskDeps = {
  readonly timers: Timers
  readonly now: () => HubTime
  /** Begins the class as the box itself. */
  readonly begin: (code: ClassCode) => void
  /** Takes back a start whose time is long gone. */
  readonly drop: (code: ClassCode) => void
  readonly onFault: (error: unknown) => void
}

/** What of a class concerns its start. */
export type Agreed = Pick<ClassView, 'id' | 'code' | 'startsAt'> & { readonly phase: ClassPhase }

/** Begins classes at the instants their hosts agreed. What was agreed is on record; here are only the timers. */
export class ClassStartDesk {
  readonly #deps: ClassStartDeskDeps
  readonly #callOff = new Map<ClassId, () => void>()

  constructor(deps: ClassStartDeskDeps) {
    this.#deps = deps
  }

  /** Follows what is agreed for a class now, whatever was before. */
  agree({ id, code, phase, startsAt }: Agreed): void {
    this.#callOff.get(id)?.()
    this.#callOff.delete(id)
    if (startsAt === null) return
    const { begin, drop, now, timers } = this.#deps
    switch (startNow(phase, startsAt, now())) {
      case 'wait': {
        // A timer may be early by a little, on another clock than ours: it then waits for the rest.
        const waitMs = Math.max(1, Math.ceil(elapsedMs(now(), startsAt)))
        this.#callOff.set(id, timers.after(waitMs, () => this.agree({ id, code, phase, startsAt })))
        return
      }
      case 'begin':
        this.#attempt(() => begin(code))
        return
      case 'drop':
        this.#attempt(() => drop(code))
        return
    }
  }

  /** A start that cannot be written is the host's to repeat; the box goes on. */
  #attempt(work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#deps.onFault(error)
    }
  }
}
