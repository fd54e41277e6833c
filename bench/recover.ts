import { availableParallelism } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'

import { buildPagesWhenStale } from '../bin/setup/pages.js'
import { m } from '../src/words/messages.js'
import { launchChromium } from '../testkit/chromium.ts'
import { cpuBetween, cpuMoment } from '../testkit/process-cost.ts'
import { waitFor } from '../testkit/wait-for.ts'
import { watchFrames } from './cue/probe.ts'
import { ClassInWindows } from './cue/product.ts'
import { readWindow } from './cue/windows.ts'
import { positive } from './options.ts'
import { backAt } from './recover/figures.ts'
import { median, table, writeReport } from './report.ts'
import type { Verdict } from './sfu-figures.ts'

/** A hub that ran this long before it died is started again at once. */
const BETWEEN_MS = 11_000
const BACK_WITHIN_MS = 30_000
const LIMIT_MS = 5000
const ASK_EVERY_MS = 50

/** Milliseconds from the kill. */
type Recovery = { readonly hub: number; readonly studio: number; readonly phone: number; readonly picture: number; readonly busy: number }

/**
 * Kills the hub's process in the middle of a live class with a picture, and looks when the hub answers
 * again, when studio and phone have their links back, and when the phone's picture moves again, with
 * nobody touching anything. Writes `out/bench/recover.json`.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { rounds: { type: 'string', default: '5' } } })
  buildPagesWhenStale()
  await using browser = await launchChromium()
  await using inClass = await ClassInWindows.open(browser, { phones: 1, link: undefined, hostIsFar: false, withPicture: true })
  const [phone] = inClass.phones
  if (!phone) throw new Error('a class without a phone')
  await phone.evaluate(watchFrames)

  const rounds: Recovery[] = []
  for (let round = 0; round < positive(values.rounds); round++) {
    await pause(BETWEEN_MS)
    const recovery = await recoverOnce(inClass, phone)
    rounds.push(recovery)
    process.stderr.write(`${JSON.stringify(recovery)}\n`)
  }
  const verdicts = judge(rounds)
  const file = await writeReport('recover', { rounds, verdicts })
  const names = ['hub', 'studio', 'phone', 'picture', 'busy'] as const
  process.stdout.write(`${table(['ms from kill -9', 'median', 'worst'], names.map((name) => [name, median(rounds.map((one) => one[name])), Math.max(...rounds.map((one) => one[name]))]))}\n\n`)
  process.stdout.write(`${table(['figure', 'limit', 'value', ''], verdicts.map(({ figure, limit, value, met }) => [figure, limit, value, met ? m.cli_bench_met() : m.cli_bench_missed()]))}\n\n${file}\n`)
}

async function recoverOnce({ hub, studio }: ClassInWindows, phone: Page): Promise<Recovery> {
  const from = cpuMoment(process.pid)
  const killed = performance.timeOrigin + performance.now()
  hub.kill()
  const answered = await answersAt(hub.base)
  const [studioAt, phoneAt] = await Promise.all([enteredAfter(studio.page, killed), enteredAfter(phone, killed)])
  const pictureAt = await waitFor('the picture to move again', async () => backAt((await readWindow(phone)).frames, killed), { within: BACK_WITHIN_MS })
  const { busy } = cpuBetween(from, cpuMoment(process.pid), availableParallelism())
  return { hub: answered - killed, studio: studioAt - killed, phone: phoneAt - killed, picture: pictureAt - killed, busy }
}

/** Asked gently: everybody on this machine shares one address, and one allowance. */
async function answersAt(base: string): Promise<number> {
  return waitFor('the hub to answer', async () => {
    const answer = await fetch(`${base}/api/1/hello`, { headers: { connection: 'close' } }).catch(() => undefined) // Nobody listens yet.
    if (answer?.ok) return performance.timeOrigin + performance.now()
    await pause(ASK_EVERY_MS)
    return undefined
  }, { within: BACK_WITHIN_MS })
}

function enteredAfter(page: Page, killed: number): Promise<number> {
  return waitFor('a link', async () => (await readWindow(page)).entered.find((at) => at > killed), { within: BACK_WITHIN_MS })
}

/** The worst counts: a class has only one. */
function judge(rounds: readonly Recovery[]): Verdict[] {
  const worst = (figure: string, of: (one: Recovery) => number): Verdict => {
    const value = Math.max(...rounds.map(of))
    return { figure, limit: LIMIT_MS, value, met: value < LIMIT_MS }
  }
  return [worst('hub answers, ms', ({ hub }) => hub), worst('studio linked, ms', ({ studio }) => studio), worst('phone linked, ms', ({ phone }) => phone), worst('picture moves, ms', ({ picture }) => picture)]
}
