import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Browser } from 'playwright-core'
import { m } from '../src/words/messages.js'
import { launchChromium } from '../testkit/chromium.ts'
import { Child, freePort } from '../testkit/media/child.ts'
import { waitFor } from '../testkit/wait-for.ts'
import { positive } from './options.ts'
import { median, table, writeReport } from './report.ts'

/** A program of its own, not a part of this one. */
const START = join(fileURLToPath(new URL('../bin/', import.meta.url)), 'start.js')
const WITHIN_MS = 120_000

/** Milliseconds since `npm start`. */
type Moments = { readonly link: number; readonly live: number; readonly cue: number; readonly measured: string }

/**
 * From `npm start` in an installed clone on an empty data folder to the first measured cue of the guided tour, in
 * Chromium. The person needs no time: every press follows as soon as the page can be pressed. The browser is started
 * before. Prints a table, writes `out/bench/tour.json`.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { rounds: { type: 'string', default: '3' } } })
  const rounds: Moments[] = []
  const browser = await launchChromium()
  try {
    for (let round = 0; round < positive(values.rounds); round++) rounds.push(await oneStart(browser))
  } finally {
    await browser.close()
  }
  const middle = (what: 'link' | 'live' | 'cue'): number => median(rounds.map((moments) => moments[what])) / 1000
  const file = await writeReport('tour', { rounds })
  process.stdout.write(`${table(
    ['since npm start', 'median s', 'worst s'],
    ([['the link is shown', 'link'], ['both learners are in the class', 'live'], ['the first cue is measured', 'cue']] as const)
      .map(([words, what]) => [words, middle(what), Math.max(...rounds.map((moments) => moments[what])) / 1000]),
  )}\n\n${rounds.map(({ measured }) => measured).join('\n')}\n${file}\n`)
}

async function oneStart(browser: Browser): Promise<Moments> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-tour-'))
  const context = await browser.newContext({ locale: 'en-GB' })
  const from = performance.now()
  const since = (): number => performance.now() - from
  await using box = new Child('the box', process.execPath, [START], {
    LECTERN_PORT: String(await freePort()), LECTERN_DATA: folder, LECTERN_LANGUAGE: 'en', LECTERN_TOUR: 'on', LECTERN_OPEN: 'off',
  })
  try {
    const [address] = await box.says(/http:\/\/localhost:\d+\/tour#pair=\S+/, WITHIN_MS)
    const link = since()
    const page = await context.newPage()
    await page.goto(address)
    await page.getByRole('button', { name: m.tour_begin(), exact: true }).click({ timeout: WITHIN_MS })
    await waitFor('both learners in the class', async () => {
      const lamps = await page.locator('.tour-learner-head .lamp-on').count()
      return lamps === 2
    }, { within: WITHIN_MS })
    const live = since()
    await page.locator('.btn-cue').click()
    const figure = page.locator('.tour-figure')
    await figure.filter({ hasText: /^2 of 2/ }).waitFor({ timeout: WITHIN_MS })
    return { link, live, cue: since(), measured: await figure.innerText() }
  } finally {
    await context.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
