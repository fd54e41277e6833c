import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { setTimeout as pause } from 'node:timers/promises'
import { admittedAt } from '../src/features/live/rules/admission.ts'
import type { Stagger } from '../src/features/live/rules/admission.ts'
import type { SeatKind } from '../src/features/live/wire/words.ts'
import { elapsedMs } from '../src/kernel/time.ts'
import type { HubTime } from '../src/kernel/time.ts'
import { Host } from '../testkit/host.ts'
import { HubProcess } from '../testkit/hub-process.ts'
import { Learner } from '../testkit/learner.ts'
import { percentiles } from '../testkit/media/meter.ts'
import { cpuBetween, cpuMoment, residentMegabytes } from '../testkit/process-cost.ts'
import { positive } from './options.ts'
import { table, writeReport } from './report.ts'

const RESULT_WITHIN_MS = 10_000
const KINDS: readonly SeatKind[] = ['room', 'venue', 'elsewhere']

type Asked = { readonly count: number; readonly seconds: number; readonly stagger: Stagger | undefined }
type Come = { readonly learner: Learner; readonly kind: SeatKind; readonly joinMs: number }

/**
 * Learners who come into the lobby within a few seconds, over the real protocols, and are then let in:
 * from the first request to a clock good enough for cues; from the host's beginning, or the instant of
 * their kind of seat, to the moment their page knows it is in; and one cue for all of them at the end.
 * Once with everybody let in at the beginning, once one kind of seat after another over as many seconds.
 * Hub and learners share the machine; the learners cost more than the hub. They have no media; first
 * pictures are measured in browsers (story 1). Prints a table, writes `out/bench/join.json`.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { learners: { type: 'string', default: '200' }, seconds: { type: 'string', default: '10' } } })
  const [count, seconds] = [positive(values.learners), positive(values.seconds)]
  const atOnce = await measure({ count, seconds, stagger: undefined })
  const staggered = await measure({ count, seconds, stagger: { room: 0, venue: Math.floor(seconds / 2), elsewhere: seconds } })

  const file = await writeReport('join', { learners: count, seconds, atOnce, staggered })
  const rows = [['at once', atOnce] as const, ['staggered', staggered] as const].flatMap(([name, { joinMs, knowsMs, cue }]) => [
    [`${name}: first request to ready for cues`, joinMs.p50, joinMs.p95, joinMs.p99, joinMs.count],
    [`${name}: its instant to the page that is in`, knowsMs.p50, knowsMs.p95, knowsMs.p99, knowsMs.count],
    [`${name}: cue, press to played`, cue.afterMs.p50, cue.afterMs.p95, cue.afterMs.p99, cue.afterMs.count],
  ])
  process.stdout.write(`${table(['what', 'p50 ms', 'p95 ms', 'p99 ms', 'count'], rows)}\n\n`)
  for (const [name, { joined, admittedWithinSeconds, cue, hub }] of [['at once', atOnce] as const, ['staggered', staggered] as const]) {
    process.stdout.write(`${name}: ${joined}/${count} came, all in ${admittedWithinSeconds.toFixed(1)} s after the beginning; cue ${cue.played}/${cue.of}, late ${cue.late}, apart ${String(cue.apartMs)} ms; ` +
      `hub ${hub.cpuSeconds.toFixed(2)} CPU s, ${hub.residentMegabytes.toFixed(0)} MB; machine ${(hub.busy * 100).toFixed(0)} % busy\n`)
  }
  process.stdout.write(`${file}\n`)
}

async function measure({ count, seconds, stagger }: Asked) {
  await using hub = await HubProcess.start()
  const { studioLink, code } = await hub.invitation()
  const host = await Host.pair(studioLink, code)
  await host.openLobby()
  await host.enter()
  const pid = hub.hubPid()
  if (pid === undefined) throw new Error('a hub without a process')

  const before = cpuMoment(pid)
  const joins = await Promise.allSettled(Array.from({ length: count }, (_, place) => come(hub.base, code, place, (place / count) * seconds * 1000)))
  const came = joins.flatMap((join) => (join.status === 'fulfilled' ? [join.value] : []))
  const failures = joins.flatMap((join) => (join.status === 'rejected' ? [String(join.reason)] : []))
  const cost = { ...cpuBetween(before, cpuMoment(pid), availableParallelism()), residentMegabytes: residentMegabytes(pid) }

  const begun = host.now()
  await host.begin(stagger)
  const known = await Promise.all(came.map(({ learner, kind }) => letIn(learner, kind, seconds)))
  await host.press().done
  const { result } = await host.page.until('the cue to settle', () => host.page.all('cue-result').find((news) => news.result.settled), RESULT_WITHIN_MS)
  for (const { learner } of came) learner.close()
  host.close()
  return {
    joined: came.length, failures: failures.slice(0, 5), hub: cost,
    joinMs: percentiles(came.map(({ joinMs }) => joinMs)),
    knowsMs: percentiles(known.map(({ afterMs }) => afterMs)),
    admittedWithinSeconds: Math.max(0, ...known.map(({ at }) => elapsedMs(begun, at) / 1000)),
    cue: { ...result, afterMs: percentiles(result.afterMs) },
  }
}

/** A third of them sits in each kind of seat. */
async function come(base: string, code: string, place: number, waitMs: number): Promise<Come> {
  await pause(waitMs)
  const kind = KINDS[place % KINDS.length] ?? 'elsewhere'
  const started = performance.now()
  const learner = await Learner.join(base, code, { kind, headphones: false })
  return { learner, kind, joinMs: performance.now() - started }
}

/** Waits until the page of a learner, by its own idea of the time, is past the instant of its seat. */
async function letIn(learner: Learner, kind: SeatKind, seconds: number): Promise<{ at: HubTime; afterMs: number }> {
  const within = seconds * 1000 + RESULT_WITHIN_MS
  const instant = await learner.page.until('a learner to be told', () => {
    const view = learner.page.last('class')?.class
    return view && (admittedAt(view, kind) ?? undefined)
  }, within)
  const now = (): HubTime => learner.link.hubNow() ?? instant
  await pause(Math.max(0, Math.ceil(elapsedMs(now(), instant))))
  return { at: now(), afterMs: Math.max(0, elapsedMs(instant, now())) }
}
