import { setTimeout as pause } from 'node:timers/promises'
import { availableParallelism } from 'node:os'
import type { Page } from 'playwright-core'

import { m } from '../src/words/messages.js'
import { launchChromium } from '../testkit/chromium.ts'
import { startSfuProcess, type SfuProcess } from '../testkit/media/sfu-process.ts'
import { postOffer } from '../testkit/media/whip.ts'
import { servePages } from '../testkit/pages.ts'
import { cpuBetween, cpuMoment } from '../testkit/process-cost.ts'
import { mediaPort, startRelay, throughRelay, type Conditions, type Relay } from '../testkit/relay.ts'
import { waitFor } from '../testkit/wait-for.ts'
import { capVerdicts, judgeCap, type CapResult, type Moment } from './glass/cap-figures.ts'
import { openWindow, pageFiles, take } from '../src/rehearse/browser/windows.ts'
import { BadOption, positive, readOptions } from './options.ts'
import { table, writeReport } from './report.ts'

const FIRST_FRAMES_WITHIN_MS = 30_000
const SAMPLE_MS = 500
/** A queue of 200 ms at the capped rate; the rate a link has before and after. */
const QUEUE_SECONDS = 0.2
const OPEN_RATE = 20_000_000

/** What a link falls to, and what else is wrong with it meanwhile. */
const networks = {
  cap300: { rate: 300_000 },
  cap100: { rate: 100_000 },
  cap1000: { rate: 1_000_000, loss: 0.05, delay: 20_000 },
} as const satisfies Record<string, Conditions & { readonly rate: number }>
export type CapNetwork = keyof typeof networks

/**
 * One learner's link falls to a capped rate and rises again, while a browser publishes three layers to the hub and another
 * watches through a relay. What is seen and heard is told second by second. Writes `out/bench/cap.json`.
 */
export async function run(args: readonly string[]): Promise<void> {
  const plan = readPlan(args)
  await using pages = await servePages(await pageFiles())
  await using browser = await launchChromium()
  const publisher = await openWindow(browser, `${pages.url}/publisher.html`)
  const viewer = await openWindow(browser, `${pages.url}/viewer.html`)
  await publisher.evaluate('stage.open()')
  await viewer.evaluate('viewer.open()')
  const results: CapResult[] = []
  for (let round = 0; round < plan.rounds; round++) {
    for (const network of plan.networks) {
      const result = await measure(network, publisher, viewer, plan)
      results.push(result)
      process.stderr.write(`${JSON.stringify({ round, network, ...result.figures, busy: result.busy })}\n`)
    }
  }
  const judged = capVerdicts(results)
  const file = await writeReport('cap', { plan, results, verdicts: judged })
  process.stdout.write(`${momentTable(results)}\n\n`)
  process.stdout.write(`${table(['figure', 'limit', 'value', ''], judged.map(({ figure, limit, value, met }) => [
    figure, limit, value, met === undefined ? m.cli_bench_not_measured() : met ? m.cli_bench_met() : m.cli_bench_missed()]))}\n\n${file}\n`)
}

type Plan = { readonly rounds: number; readonly beforeMs: number; readonly cappedMs: number; readonly afterMs: number; readonly networks: readonly CapNetwork[] }

function readPlan(args: readonly string[]): Plan {
  const values = readOptions(args, { rounds: '1', before: '12', capped: '20', after: '10', networks: 'cap300' })
  return {
    rounds: positive(values.rounds), beforeMs: positive(values.before) * 1000, cappedMs: positive(values.capped) * 1000, afterMs: positive(values.after) * 1000,
    networks: values.networks.split(',').map((name) => {
      if (!isNetwork(name)) throw new BadOption(name)
      return name
    }),
  }
}

function isNetwork(name: string): name is CapNetwork {
  return Object.hasOwn(networks, name)
}

async function measure(network: CapNetwork, publisher: Page, viewer: Page, plan: Plan): Promise<CapResult> {
  await using engine = await startSfuProcess()
  const published = await postOffer(`${engine.url}/whip`, await publisher.evaluate<string>('stage.offer(true)'))
  await publisher.evaluate(`stage.accept(${JSON.stringify(published.answer)})`)
  const joinedAt = await viewer.evaluate<number>('Date.now() % 0x100000000')
  const played = await postOffer(`${engine.url}/whep`, await viewer.evaluate<string>('viewer.offer()'))
  await using relay = await startRelay({ target: { address: '127.0.0.1', port: mediaPort(played.answer) }, down: open() })
  await take(viewer)
  await viewer.evaluate(`viewer.accept(${JSON.stringify(throughRelay(played.answer, relay))})`)
  await waitFor('the first frames', async () => await viewer.evaluate<number>('viewer.frames') > 0, { within: FIRST_FRAMES_WITHIN_MS })
  const watched = await watch(network, { publisher, viewer, engine, relay }, plan)
  return { network, ...judgeCap({ ...watched, joinedAt }) }
}

type Ends = { readonly publisher: Page; readonly viewer: Page; readonly engine: SfuProcess; readonly relay: Relay }

/** Lets the link fall and rise, and looks twice a second. */
async function watch(network: CapNetwork, ends: Ends, plan: Plan): Promise<Omit<Parameters<typeof judgeCap>[0], 'joinedAt'>> {
  const { publisher, viewer, engine, relay } = ends
  const shared = (): Promise<number> => viewer.evaluate<number>('Date.now() % 0x100000000')
  const moments: Moment[] = []
  const started: number[] = []
  const from = cpuMoment(process.pid)
  const look = async (forMs: number): Promise<void> => {
    for (let passed = 0; passed < forMs; passed += SAMPLE_MS) {
      await pause(SAMPLE_MS)
      const seen = await take(viewer)
      started.push(...await publisher.evaluate<number[]>('stage.takeOnsets()'))
      const [subscriber] = (await engine.stats()).subscribers
      moments.push({ at: await shared(), seen, rung: subscriber?.rung ?? '', estimate: subscriber?.estimate })
    }
  }
  await look(plan.beforeMs)
  const { rate } = networks[network]
  relay.set({ down: { ...networks[network], queueBytes: (rate / 8) * QUEUE_SECONDS } })
  const cappedAt = await shared()
  await look(plan.cappedMs)
  relay.set({ down: open() })
  const liftedAt = await shared()
  await look(plan.afterMs)
  const { busy } = cpuBetween(from, cpuMoment(process.pid), availableParallelism())
  return { moments, started, cappedAt, liftedAt, busy }
}

function open(): Conditions {
  return { rate: OPEN_RATE, queueBytes: (OPEN_RATE / 8) * QUEUE_SECONDS, loss: 0, delay: 0 }
}

function momentTable(results: readonly CapResult[]): string {
  const head = ['network', 's', 'rung', 'kbit/s', 'frames', 'width', 'longest gap', 'audio p50', 'max', 'concealed']
  return table(head, results.flatMap(({ network, seconds }) => seconds.map((second) => [
    network, second.at, second.rung, second.estimate, second.frames, second.width, second.gap, second.audioP50, second.audioMost, second.concealed])))
}
