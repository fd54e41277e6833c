import { availableParallelism } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'

import { m } from '../src/words/messages.js'
import { End } from '../testkit/media/ends.ts'
import { hasJanus } from '../testkit/media/janus-server.ts'
import { cpuBetween, cpuMoment, residentMegabytes } from '../testkit/process-cost.ts'
import { BadOption, positive, readOptions } from './options.ts'
import { median, table, writeReport } from './report.ts'
import { contenders, type ContenderName } from './sfu-contenders.ts'
import { verdicts, type Sample } from './sfu-figures.ts'

type Plan = { readonly subscribers: readonly number[]; readonly rounds: number; readonly warmMs: number; readonly measuredMs: number; readonly names: readonly ContenderName[] }

/**
 * Our SFU and Janus, one after the other within each round so that what disturbs the machine disturbs
 * both: one synthetic 720p30 class of 2 Mbit/s, and N viewers of it. Publisher and viewers live in
 * processes of their own; each measurement has a fresh SFU. Prints a table, writes `out/bench/sfu.json`.
 */
export async function run(args: readonly string[]): Promise<void> {
  const asked = readPlan(args)
  const plan = hasJanus() ? asked : { ...asked, names: asked.names.filter((name) => name === 'lectern') }
  if (plan !== asked) process.stderr.write(`${m.cli_bench_no_janus()}\n`)
  const samples: Sample[] = []
  for (let round = 0; round < plan.rounds; round++) {
    for (const subscribers of plan.subscribers) {
      // Every round begins with another contender, so that none always runs on a warmer machine.
      for (const name of rotated(plan.names, round)) {
        const sample = await measure(name, subscribers, round, plan)
        samples.push(sample)
        process.stderr.write(`${JSON.stringify(brief(sample))}\n`)
      }
    }
  }
  const judged = verdicts(samples)
  const file = await writeReport('sfu', { plan, samples, verdicts: judged })
  process.stdout.write(`${summary(samples, plan)}\n\n`)
  process.stdout.write(`${table(['figure', 'limit', 'value', ''], judged.map(({ figure, limit, value, met }) => [
    figure, limit, value, met === undefined ? m.cli_bench_not_measured() : met ? m.cli_bench_met() : m.cli_bench_missed()]))}\n\n${file}\n`)
}

async function measure(name: ContenderName, subscribers: number, round: number, plan: Plan): Promise<Sample> {
  await using sfu = await contenders[name]()
  await using publisher = new End()
  await using audience = new End()
  await sfu.publish(publisher)
  await sfu.view(audience, subscribers)
  await pause(plan.warmMs)
  await audience.tell({ do: 'begin' }, 'begun')
  const from = cpuMoment(sfu.pid)
  await pause(plan.measuredMs)
  const to = cpuMoment(sfu.pid)
  const seen = await audience.tell({ do: 'finish' }, 'measured')
  const { cores, cpuSeconds, busy } = cpuBetween(from, to, availableParallelism())
  return {
    contender: name, subscribers, round, cores, busy,
    microsPerPacket: (cpuSeconds * 1e6) / seen.received,
    packetsPerSecond: seen.received / (seen.elapsedMs / 1000),
    loss: seen.lost / (seen.received + seen.lost),
    residentMegabytes: residentMegabytes(sfu.pid),
    video: seen.video, plainVideo: seen.plainVideo, audio: seen.audio,
  }
}

function readPlan(args: readonly string[]): Plan {
  const values = readOptions(args, { subscribers: '1,10,30,50', rounds: '5', seconds: '10', warm: '3', only: 'lectern,janus,janus-2-loops' })
  return {
    subscribers: values.subscribers.split(',').map(positive),
    rounds: positive(values.rounds), measuredMs: positive(values.seconds) * 1000, warmMs: positive(values.warm) * 1000,
    names: values.only.split(',').map(contenderNamed),
  }
}

function contenderNamed(text: string): ContenderName {
  if (text === 'lectern' || text === 'janus' || text === 'janus-2-loops') return text
  throw new BadOption(text)
}

function rotated<T>(items: readonly T[], by: number): T[] {
  const cut = by % items.length
  return [...items.slice(cut), ...items.slice(0, cut)]
}

function brief(sample: Sample): object {
  const { contender, subscribers, round, microsPerPacket, loss, plainVideo, busy } = sample
  return { round, subscribers, contender, microsPerPacket: Math.round(microsPerPacket * 10) / 10, p95: Math.round(plainVideo.p95 * 10) / 10, loss, busy: Math.round(busy * 100) / 100 }
}

/** The middle of all rounds, a line for each contender and number of subscribers. */
function summary(samples: readonly Sample[], plan: Plan): string {
  const head = ['n', 'engine', 'cores', 'µs/packet', 'MB', 'packets/s', 'loss', 'video p50', 'p95', 'p99', 'audio p50', 'p95', 'p99', 'plain p95', 'busy']
  const rows = plan.subscribers.flatMap((subscribers) => plan.names.map((name) => {
    const own = samples.filter((sample) => sample.contender === name && sample.subscribers === subscribers)
    const middle = (of: (sample: Sample) => number): number => median(own.map(of))
    return [
      subscribers, name, middle((s) => s.cores), middle((s) => s.microsPerPacket), middle((s) => s.residentMegabytes), middle((s) => s.packetsPerSecond), middle((s) => s.loss),
      middle((s) => s.video.p50), middle((s) => s.video.p95), middle((s) => s.video.p99), middle((s) => s.audio.p50), middle((s) => s.audio.p95), middle((s) => s.audio.p99),
      middle((s) => s.plainVideo.p95), middle((s) => s.busy),
    ]
  }))
  return table(head, rows)
}
