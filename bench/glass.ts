import { availableParallelism } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from 'playwright-core'

import { m } from '../src/words/messages.js'
import { launchChromium } from '../testkit/chromium.ts'
import { percentiles, type Percentiles } from '../testkit/media/meter.ts'
import { startSfuProcess } from '../testkit/media/sfu-process.ts'
import { postOffer } from '../testkit/media/whip.ts'
import { servePages } from '../testkit/pages.ts'
import { cpuBetween, cpuMoment } from '../testkit/process-cost.ts'
import { mediaPort, startRelay, throughRelay, type Conditions, type Relay } from '../testkit/relay.ts'
import { waitFor } from '../testkit/wait-for.ts'
import { latencies } from '../src/rehearse/browser/latencies.ts'
import { glassVerdicts, type PathName, type PathResult } from './glass/figures.ts'
import { openWindow, pageFiles, take } from '../src/rehearse/browser/windows.ts'
import { BadOption, positive, readOptions } from './options.ts'
import { table, writeReport } from './report.ts'

const FIRST_FRAMES_WITHIN_MS = 30_000
/** Half of 40 ms round trip in each direction. */
const HALF_TRIP = 20_000

/** What lies between the hub and the viewer; `direct` has no hub. */
const paths: Record<PathName, { readonly link: Conditions | undefined } | 'direct'> = {
  direct: 'direct',
  hub: { link: undefined },
  '40 ms, 2 % loss': { link: { delay: HALF_TRIP, loss: 0.02 } },
  '40 ms, 5 % loss': { link: { delay: HALF_TRIP, loss: 0.05 } },
}

/**
 * From the drawing of a picture in one window of Chromium to its presentation in another, and from the
 * making of a tone to the audio output's timestamp, over several paths in turn within each round. Camera,
 * microphone, panel and speaker are outside. Writes `out/bench/glass.json`.
 */
export async function run(args: readonly string[]): Promise<void> {
  const plan = readPlan(args)
  await using pages = await servePages(await pageFiles())
  await using browser = await launchChromium()
  const publisher = await openWindow(browser, `${pages.url}/publisher.html`)
  const viewer = await openWindow(browser, `${pages.url}/viewer.html`)
  await publisher.evaluate('stage.open()')
  await viewer.evaluate('viewer.open()')

  const results: PathResult[] = []
  for (let round = 0; round < plan.rounds; round++) {
    for (const path of plan.paths) {
      const result = { round, ...await measurePath(path, publisher, viewer, plan) }
      results.push(result)
      process.stderr.write(`${JSON.stringify({ round, path, video: rounded(result.video), audio: rounded(result.audio), busy: Math.round(result.busy * 100) / 100 })}\n`)
    }
  }
  const judged = glassVerdicts(results)
  const file = await writeReport('glass', { plan, results, verdicts: judged })
  process.stdout.write(`${resultTable(results)}\n\n`)
  process.stdout.write(`${table(['figure', 'limit', 'value', ''], judged.map(({ figure, limit, value, met }) => [
    figure, limit, value, met === undefined ? m.cli_bench_not_measured() : met ? m.cli_bench_met() : m.cli_bench_missed()]))}\n\n${file}\n`)
}

type Plan = { readonly rounds: number; readonly warmMs: number; readonly measuredMs: number; readonly paths: readonly PathName[] }

function readPlan(args: readonly string[]): Plan {
  const values = readOptions(args, { rounds: '3', seconds: '15', warm: '8', paths: Object.keys(paths).join(';') })
  return {
    rounds: positive(values.rounds), measuredMs: positive(values.seconds) * 1000, warmMs: positive(values.warm) * 1000,
    paths: values.paths.split(';').map((name) => {
      if (!isPath(name)) throw new BadOption(name)
      return name
    }),
  }
}

async function measurePath(path: PathName, publisher: Page, viewer: Page, plan: Plan): Promise<Omit<PathResult, 'round'>> {
  await using connection = await connect(path, publisher, viewer)
  await waitFor('the first frames', async () => await viewer.evaluate<number>('viewer.frames') > 10, { within: FIRST_FRAMES_WITHIN_MS })
  await pause(plan.warmMs)
  const before = await take(viewer)
  await publisher.evaluate('stage.takeOnsets()')
  const from = cpuMoment(process.pid)
  await pause(plan.measuredMs)
  const { busy } = cpuBetween(from, cpuMoment(process.pid), availableParallelism())
  const seen = await take(viewer)
  const started = await publisher.evaluate<number[]>('stage.takeOnsets()')
  const sending = await publisher.evaluate<{ width: number; codec: string; bitsPerSecond: number }>('stage.sending()')
  const samples = seen.totals.samples - before.totals.samples
  return {
    path, busy, sending, relay: connection.relay?.stats(), freezes: seen.freezes, unreadable: seen.unreadable,
    framesPerSecond: (seen.presented.length / plan.measuredMs) * 1000,
    video: percentiles(seen.presented), displayed: percentiles(seen.displayed),
    audio: percentiles(latencies(started, seen.onsets.map((onset) => onset.output))),
    audioGraph: percentiles(latencies(started, seen.onsets.map((onset) => onset.graph))),
    concealed: samples > 0 ? (seen.totals.concealed - before.totals.concealed) / samples : 0,
  }
}

type Connection = AsyncDisposable & { readonly relay: Relay | undefined }

/** Joins the two windows; a hub and a relay, where the path has them, live until the connection is disposed of. */
async function connect(path: PathName, publisher: Page, viewer: Page): Promise<Connection> {
  const kind = paths[path]
  const stack = new AsyncDisposableStack()
  try {
    if (kind === 'direct') {
      const answer: string = await viewer.evaluate(`viewer.answer(${JSON.stringify(await publisher.evaluate('stage.offer()'))})`)
      await publisher.evaluate(`stage.accept(${JSON.stringify(answer)})`)
      return Object.assign(stack, { relay: undefined })
    }
    const engine = stack.use(await startSfuProcess())
    const published = await postOffer(`${engine.url}/whip`, await publisher.evaluate<string>('stage.offer()'))
    await publisher.evaluate(`stage.accept(${JSON.stringify(published.answer)})`)
    const played = await postOffer(`${engine.url}/whep`, await viewer.evaluate<string>('viewer.offer()'))
    const relay = kind.link && stack.use(await startRelay({ target: { address: '127.0.0.1', port: mediaPort(played.answer) }, up: kind.link, down: kind.link }))
    await viewer.evaluate(`viewer.accept(${JSON.stringify(relay ? throughRelay(played.answer, relay) : played.answer)})`)
    return Object.assign(stack, { relay })
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}

function isPath(name: string): name is PathName {
  return name in paths
}

function rounded({ p50, p95, p99 }: Percentiles): number[] {
  return [p50, p95, p99].map(Math.round)
}

function resultTable(results: readonly PathResult[]): string {
  const head = ['path', 'round', 'video p50', 'p95', 'p99', 'shown p95', 'audio p50', 'p95', 'graph p95', 'fps', 'freezes', 'concealed', 'width', 'kbit/s', 'busy']
  return table(head, results.map((result) => [
    result.path, result.round, result.video.p50, result.video.p95, result.video.p99, result.displayed.p95, result.audio.p50, result.audio.p95, result.audioGraph.p95,
    result.framesPerSecond, result.freezes, result.concealed, result.sending.width, Math.round(result.sending.bitsPerSecond / 1000), result.busy]))
}
