import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Browser } from 'playwright-core'

import { buildPagesWhenStale } from '../bin/setup/pages.js'
import { m } from '../src/words/messages.js'
import { launchChromium } from '../testkit/chromium.ts'
import { cueVerdicts, summarySeen, summaryTold, type Summary } from './cue/figures.ts'
import { plainCues } from './cue/plain.ts'
import { ClassInWindows, type ClassPlan, type Link } from './cue/product.ts'
import { positive } from './options.ts'
import { table, writeReport } from './report.ts'

const HALF_TRIP_MS = 20
const FAR: Link = { packets: { delay: HALF_TRIP_MS * 1000, loss: 0.05 }, line: { delayMs: HALF_TRIP_MS, loss: 0.05 } }
const links = {
  lan: { link: undefined, hostIsFar: false, limits: { afterMs: 80, apartMs: 20 } },
  far: { link: FAR, hostIsFar: false, limits: { afterMs: 150, apartMs: 20 } },
  'far-host': { link: FAR, hostIsFar: true, limits: { afterMs: 150, apartMs: 20 } },
} as const
type LinkName = keyof typeof links
type Plan = { readonly phones: number; readonly cues: number; readonly links: readonly LinkName[]; readonly warmMs: number; readonly picture: boolean; readonly peer: boolean }

/**
 * A real hub, studio and phones; cues pressed on the studio's own key; when each phone showed them, as
 * seen from outside and as the studio tells. Then the same over plain messages. Writes `out/bench/cue.json`.
 */
export async function run(args: readonly string[]): Promise<void> {
  const plan = readPlan(args)
  buildPagesWhenStale()
  await using browser = await launchChromium()
  const results = []
  for (const name of plan.links) {
    const result = await measure(browser, name, plan)
    results.push(result)
    process.stderr.write(`${JSON.stringify({ link: name, after: result.seen.pressToPlay, apart: result.seen.apart, missing: result.seen.missing, busy: result.busy })}\n`)
  }
  const verdicts = results.flatMap(({ link, seen, plain }) => [
    ...cueVerdicts(seen, links[link].limits).map((verdict) => ({ link, ...verdict })),
    ...(plain && seen.apart.count > 0 ? [{ link, figure: 'apart p95 / plain messages', limit: undefined, value: seen.apart.p95 / plain.apart.p95, met: undefined }] : []),
  ])
  const file = await writeReport('cue', { plan, results, verdicts })
  process.stdout.write(`${resultTable(results)}\n\n`)
  process.stdout.write(`${table(['link', 'figure', 'limit', 'value', ''], verdicts.map(({ link, figure, limit, value, met }) => [
    link, figure, limit, value, met === undefined ? (limit === undefined ? '' : m.cli_bench_not_measured()) : met ? m.cli_bench_met() : m.cli_bench_missed()]))}\n\n${file}\n`)
}

async function measure(browser: Browser, name: LinkName, plan: Plan) {
  const { link, hostIsFar } = links[name]
  const ours = await measureProduct(browser, { phones: plan.phones, link, hostIsFar, withPicture: plan.picture }, plan)
  const plain = plan.peer ? await plainCues(browser, { phones: plan.phones, link, cues: plan.cues }) : undefined
  return { link: name, ...ours, plain: plain && { ...summarySeen(plain.cues), busy: plain.busy } }
}

async function measureProduct(browser: Browser, plan: ClassPlan, { warmMs, cues }: Plan) {
  await using inClass = await ClassInWindows.open(browser, plan)
  // Clocks settle, and phones forget that they were busy opening.
  await pause(warmMs)
  const { seen, told, busy, needs } = await inClass.cues(cues)
  return { seen: summarySeen(seen), told: summaryTold(told), cues: seen, needs, busy }
}

type Result = Awaited<ReturnType<typeof measure>>

function resultTable(results: readonly Result[]): string {
  const head = ['link', 'by', 'cues', 'play p50', 'p95', 'p99', 'apart p50', 'p95', 'max', 'sent p50', 'p95', 'lead p50', 'late', 'missing', 'busy']
  return table(head, results.flatMap(({ link, seen, told, plain, busy }) => [
    row(link, 'windows', seen, [undefined, undefined, busy], [seen.pressToSent.p50, seen.pressToSent.p95]),
    row(link, 'studio', told, [told.lead.p50, told.late, busy]),
    ...(plain ? [row(link, 'plain', plain, [undefined, undefined, plain.busy])] : []),
  ]))
}

function row(link: string, by: string, { cues, pressToPlay, apart, missing }: Pick<Summary, 'cues' | 'pressToPlay' | 'apart' | 'missing'>, [lead, late, busy]: readonly (number | undefined)[], [sent, sent95]: readonly number[] = []) {
  return [link, by, cues, pressToPlay.p50, pressToPlay.p95, pressToPlay.p99, apart.p50, apart.p95, apart.max, sent, sent95, lead, late, missing, busy]
}

function readPlan(args: readonly string[]): Plan {
  const { values } = parseArgs({
    args: [...args],
    options: {
      phones: { type: 'string', default: '4' },
      cues: { type: 'string', default: '60' },
      link: { type: 'string', default: 'lan,far' },
      warm: { type: 'string', default: '12' },
      picture: { type: 'boolean', default: false },
      'no-peer': { type: 'boolean', default: false },
    },
  })
  return {
    phones: positive(values.phones), cues: positive(values.cues), warmMs: positive(values.warm) * 1000, picture: values.picture, peer: !values['no-peer'],
    links: values.link.split(',').map((name) => {
      if (!Object.hasOwn(links, name)) throw new RangeError(m.cli_bench_bad_option({ value: name }))
      return name as LinkName // One of the keys, by the line above.
    }),
  }
}
