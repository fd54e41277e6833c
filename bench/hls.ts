import { availableParallelism } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { percentiles } from '../src/rehearse/media/meter.ts'
import { cpuBetween, cpuMoment } from '../src/rehearse/box/process-cost.ts'
import { launchChromium } from '../testkit/chromium.ts'
import { makeFilm } from '../testkit/streams/film.ts'
import { buildPlayerPage } from '../testkit/streams/player-page.ts'
import type { PlayerProbe } from '../testkit/streams/player-page-script.ts'
import { StreamBox } from '../testkit/streams/stream-box.ts'
import { positive, readOptions } from './options.ts'
import { table, writeReport } from './report.ts'

declare const probe: PlayerProbe

/** As many as its window must hold before the class counts as running. */
const RUNNING_SECONDS = 9
const SAMPLE_MS = 250

type Round = { readonly startMs: number; readonly latencyMs: readonly number[]; readonly stalls: number }

/**
 * Our player of streams in Chromium against the box's own listener, doors and playlists. The class is a film
 * that ffmpeg made, put into the live window segment by segment, each the moment it is over: what the recorder
 * adds to that is measured with it. Start: from the call that opens the player, its script loaded or not, to
 * the first frame presented. Latency: shared clock less the stream's time of the frame on screen. Prints a table,
 * writes `out/bench/hls.json`.
 */
export async function run(args: readonly string[]): Promise<void> {
  const options = readOptions(args, { rounds: '8', seconds: '10' })
  const [rounds, seconds] = [positive(options.rounds), positive(options.seconds)]
  const [film, page] = await Promise.all([makeFilm(20), buildPlayerPage()])
  await using box = new StreamBox(film)
  const base = await box.listen(page.folder)
  const stop = box.roll()
  const browser = await launchChromium()
  try {
    await pause(RUNNING_SECONDS * 1000)
    const before = cpuMoment(process.pid)
    const measured: Round[] = []
    for (let round = 0; round < rounds; round++) measured.push(await measure(browser, `${base}/?code=${box.code}&of=class`, seconds))
    const { busy } = cpuBetween(before, cpuMoment(process.pid), availableParallelism())
    await tell(measured, { rounds, seconds, busy })
  } finally {
    stop()
    await browser.close()
    page.remove()
  }
}

/** A browser context of its own, so that nothing is in its cache. */
async function measure(browser: Browser, address: string, seconds: number): Promise<Round> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(address)
  await page.waitForFunction(() => 'probe' in globalThis)
  await page.evaluate(() => probe.start())
  await page.waitForFunction(() => probe.firstFrameMs !== null, undefined, { timeout: 20_000, polling: 50 })
  const latencyMs: number[] = []
  let [stalls, last] = [0, -1]
  for (let sample = 0; sample < (seconds * 1000) / SAMPLE_MS; sample++) {
    await pause(SAMPLE_MS)
    const { latency, at } = await page.evaluate(() => ({ latency: probe.player.latencyMs(), at: document.querySelector('video')?.currentTime ?? 0 }))
    if (latency !== null) latencyMs.push(latency)
    if (at === last) stalls++
    last = at
  }
  const startMs = await page.evaluate(() => probe.firstFrameMs ?? Number.NaN)
  await context.close()
  return { startMs, latencyMs, stalls }
}

async function tell(measured: readonly Round[], asked: { readonly rounds: number; readonly seconds: number; readonly busy: number }): Promise<void> {
  const start = percentiles(measured.map(({ startMs }) => startMs))
  const latency = percentiles(measured.flatMap(({ latencyMs }) => latencyMs))
  const stalls = measured.reduce((sum, round) => sum + round.stalls, 0)
  const file = await writeReport('hls', { ...asked, start, latency, stalls, measured })
  process.stdout.write(`${table(['what', 'p50 ms', 'p95 ms', 'p99 ms', 'count', 'limit'], [
    ['opened to first frame', start.p50, start.p95, start.p99, start.count, '1000'],
    ['live latency', latency.p50, latency.p95, latency.p99, latency.count, '4000'],
  ])}\n\nstood still at ${stalls} of ${latency.count} looks; machine ${(asked.busy * 100).toFixed(0)} % busy\n${file}\n`)
}
