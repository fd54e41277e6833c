import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { setTimeout as pause } from 'node:timers/promises'
import { Host } from '../testkit/host.ts'
import { HubProcess } from '../testkit/hub-process.ts'
import { Learner } from '../testkit/learner.ts'
import { percentiles } from '../testkit/media/meter.ts'
import { cpuBetween, cpuMoment, residentMegabytes } from '../testkit/process-cost.ts'
import { positive } from './options.ts'
import { table, writeReport } from './report.ts'

const RESULT_WITHIN_MS = 10_000

/**
 * Learners who come within a few seconds, over the real protocols: from the first request to a clock
 * good enough for cues, and one cue for all of them at the end. Hub and learners share the machine;
 * the learners cost more than the hub. Prints a table, writes `out/bench/join.json`.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { learners: { type: 'string', default: '200' }, seconds: { type: 'string', default: '10' } } })
  const [count, seconds] = [positive(values.learners), positive(values.seconds)]
  await using hub = await HubProcess.start()
  const { studioLink, code } = await hub.invitation()
  const host = await Host.pair(studioLink, code)
  await host.openLobby()
  await host.enter()

  const pid = hub.hubPid()
  if (pid === undefined) throw new Error('a hub without a process')
  const before = cpuMoment(pid)
  const joins = await Promise.allSettled(Array.from({ length: count }, async (_, place) => {
    await pause((place / count) * seconds * 1000)
    const started = performance.now()
    const learner = await Learner.join(hub.base, code)
    return { learner, ms: performance.now() - started }
  }))
  const cost = { ...cpuBetween(before, cpuMoment(pid), availableParallelism()), residentMegabytes: residentMegabytes(pid) }
  const joined = joins.flatMap((join) => (join.status === 'fulfilled' ? [join.value] : []))
  const failures = joins.flatMap((join) => (join.status === 'rejected' ? [String(join.reason)] : []))

  await host.begin()
  await host.press().done
  const { result } = await host.page.until('the cue to settle', () => host.page.all('cue-result').find((news) => news.result.settled), RESULT_WITHIN_MS)
  for (const { learner } of joined) learner.close()
  host.close()

  const join = percentiles(joined.map(({ ms }) => ms))
  const cue = percentiles(result.afterMs)
  const file = await writeReport('join', { learners: count, seconds, joined: joined.length, failures: failures.slice(0, 5), joinMs: join, hub: cost, cue: { ...result, afterMs: cue } })
  process.stdout.write(`${table(
    ['what', 'p50 ms', 'p95 ms', 'p99 ms', 'count'],
    [['first request to ready for cues', join.p50, join.p95, join.p99, join.count], ['cue: press to played', cue.p50, cue.p95, cue.p99, cue.count]],
  )}\n\n${joined.length}/${count}; cue ${result.played}/${result.of}, late ${result.late}, apart ${String(result.apartMs)} ms\n` +
    `hub: ${cost.cpuSeconds.toFixed(2)} CPU s, ${cost.residentMegabytes.toFixed(0)} MB; machine ${(cost.busy * 100).toFixed(0)} % busy\n${file}\n`)
}
