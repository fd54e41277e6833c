import { buildPagesWhenStale } from '../bin/setup/pages.js'
import { m } from '../src/words/messages.js'
import { launchChromium } from '../testkit/chromium.ts'
import { percentiles } from '../testkit/media/meter.ts'
import { positive, readOptions } from './options.ts'
import { table, writeReport } from './report.ts'
import { measureBack } from './together/back.ts'
import type { Back } from './together/back.ts'
import { backVerdicts, startSummary, startVerdicts } from './together/figures.ts'
import { measureStarts } from './together/starts.ts'

/**
 * Timers and music on learners' pages in a browser: how far apart they begin. Then many learners over
 * the protocols: how soon a hand, a rep or an answer is on the studio's socket. `--learners 0` or
 * `--phones 0` leaves one of them out. Writes `out/bench/together.json`.
 */
export async function run(args: readonly string[]): Promise<void> {
  const asked = readOptions(args, { phones: '4', starts: '20', warm: '12', learners: '200', seconds: '10' })
  const plan = { phones: orNone(asked.phones), starts: positive(asked.starts), warmMs: positive(asked.warm) * 1000, learners: orNone(asked.learners), seconds: positive(asked.seconds) }
  const starts = plan.phones > 0 ? await startsOf(plan) : []
  const { learners, backs } = plan.learners > 0 ? await measureBack(plan.learners, plan.seconds) : { learners: 0, backs: [] }
  const verdicts = [...startVerdicts(starts), ...backVerdicts(backs)]
  const file = await writeReport('together', { plan, starts, joined: learners, backs: backs.map(backSummary), verdicts })
  process.stdout.write(`${table(['start', 'starts', 'measured', 'untold', 'apart p50', 'p95', 'max', 'seen p95', 'max'], starts.map(({ what, starts: times, measured, untold, apart, seen }) => [what, times, measured, untold, apart.p50, apart.p95, apart.max, seen?.p95, seen?.max]))}\n\n`)
  process.stdout.write(`${table(['answer', 'learners', 'p50 ms', 'p95 ms', 'p99 ms', 'not heard'], backs.map(backSummary).map(({ way, ms, missing }) => [way, ms.count, ms.p50, ms.p95, ms.p99, missing]))}\n\n`)
  process.stdout.write(`${table(['figure', 'limit', 'value', ''], verdicts.map(({ figure, limit, value, met }) => [
    figure, limit, value, met === undefined ? m.cli_bench_not_measured() : met ? m.cli_bench_met() : m.cli_bench_missed()]))}\n\n${file}\n`)
}

async function startsOf(plan: { readonly phones: number; readonly starts: number; readonly warmMs: number }) {
  buildPagesWhenStale()
  await using browser = await launchChromium()
  const { told, seenApart } = await measureStarts(browser, plan)
  return [startSummary('timer', told), startSummary('music', told, seenApart)]
}

function backSummary({ way, ms, missing }: Back) {
  return { way, ms: percentiles(ms), missing }
}

function orNone(text: string): number {
  return text === '0' ? 0 : positive(text)
}
