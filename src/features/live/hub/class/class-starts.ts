import type { Timers } from '../../../../platform/timers.ts'
import { beginClass } from './begin-class.ts'
import type { BeginClassDeps } from './begin-class.ts'
import { runStep } from './class-command.ts'
import { ClassStartDesk } from './class-start-desk.ts'

type ClassStartsDeps = Omit<BeginClassDeps, 'starts'> & { readonly timers: Timers; readonly onFault: (error: unknown) => void }

/** The desk that begins classes as the box itself, with the use cases a host would use. */
export function classStarts(deps: ClassStartsDeps): ClassStartDesk {
  const starts: ClassStartDesk = new ClassStartDesk({
    timers: deps.timers,
    now: () => deps.clock.now(),
    begin: (code) => void beginClass({ ...deps, starts }, code, 'box'),
    drop: (code) => void runStep(deps, code, { type: 'set-start', inSeconds: null }, 'box'),
    onFault: deps.onFault,
  })
  return starts
}
