import { setTimeout as pause } from 'node:timers/promises'
import { lookUpClass } from '../../features/live/wire/routes.ts'
import type { ClassView } from '../../features/live/wire/words.ts'
import { Refused } from '../../kernel/failures.ts'
import { MediaFigures } from '../media/media-meter.ts'
import { seededRandom } from '../network/random.ts'
import { Page } from '../people/page.ts'
import { seatOf } from '../people/seats.ts'
import { SyntheticLearner } from '../people/synthetic-learner.ts'
import { MadeUp } from './made-up.ts'
import type { CrowdAsked } from './options.ts'

const SECOND_MS = 1000
const JOIN_EVERY_MS = 50
/** A box that crashed is back sooner. */
const GONE_AFTER_MS = 60_000
const MOST_FAILURES = 5

export type CrowdDeps = { readonly signal: AbortSignal; /** How many are in. */ readonly onIn: (count: number) => void }

/**
 * Made-up learners in a crew's rehearsal on this machine: they wait for the lobby, come in, play cues, confirm
 * repeats, raise hands and answer polls, until the rehearsed class is over or the crew has left it. Into a class that
 * counts they do not go: refuses with `REHEARSE_NOT_REHEARSED`, and with `REHEARSE_NO_BOX` where none answers.
 */
export async function joinRehearsal(asked: CrowdAsked, { signal, onIn }: CrowdDeps): Promise<void> {
  const { code, learners, ports } = asked
  const door = new Page(`http://127.0.0.1:${ports.http}`)
  const look = (patienceMs: number): Promise<ClassView | null> => rehearsedClass(door, { code, port: ports.http, patienceMs, signal })
  await using stack = new AsyncDisposableStack()
  const crowd: MadeUp[] = []
  stack.defer(async () => void await Promise.all(crowd.map((one) => one[Symbol.asyncDispose]())))
  let view = await look(0)
  if (view === null) throw new Refused('REHEARSE_NOT_REHEARSED', { code })
  for (let failures = 0; view !== null;) {
    if (view.phase !== 'draft' && crowd.length < learners) {
      try {
        crowd.push(await comeIn(asked, crowd.length))
        failures = 0
      } catch (error) {
        if (++failures >= MOST_FAILURES) throw error // Until then the box may be starting again, or the class have ended.
        await pause(SECOND_MS, undefined, { signal })
        view = await look(GONE_AFTER_MS)
        continue
      }
      onIn(crowd.length)
      await pause(JOIN_EVERY_MS, undefined, { signal })
      continue
    }
    await pause(SECOND_MS, undefined, { signal })
    if (view.phase === 'live') for (const one of crowd) one.act()
    view = await look(GONE_AFTER_MS)
  }
}

async function comeIn({ code, network, ports }: CrowdAsked, place: number): Promise<MadeUp> {
  const choice = { kind: seatOf(place), headphones: false } as const
  // The crew may send no picture yet.
  const learner = await SyntheticLearner.join({ ports, code, network, choice, seed: 1 + place * 10, figures: new MediaFigures(), waitsForMedia: false })
  return new MadeUp(learner, seededRandom(1 + place))
}

type Looking = { readonly code: string; readonly port: number; readonly patienceMs: number; readonly signal: AbortSignal }

/** The class while it is rehearsed; null when it is not, or over. A box that does not answer is asked again until the patience is at its end. */
async function rehearsedClass(door: Page, { code, port, patienceMs, signal }: Looking): Promise<ClassView | null> {
  const untilMs = performance.now() + patienceMs
  for (;;) {
    try {
      const { class: view } = await door.client.call(lookUpClass, { params: { code } })
      return view.rehearsal ? view : null
    } catch (error) {
      if (error instanceof Refused && (error.code === 'CLASS_OVER' || error.code === 'CLASS_UNKNOWN')) return null
      if (performance.now() >= untilMs) throw new Refused('REHEARSE_NO_BOX', { port })
    }
    await pause(SECOND_MS, undefined, { signal })
  }
}
