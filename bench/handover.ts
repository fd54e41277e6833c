import { parseArgs } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { buildPagesWhenStale } from '../bin/setup/pages.js'
import { crewLink } from '../e2e/support/crew-link.ts'
import { StudioPage } from '../e2e/support/studio-page.ts'
import { m } from '../src/words/messages.js'
import { launchChromium } from '../testkit/chromium.ts'
import { waitFor } from '../testkit/wait-for.ts'
import { ClassInWindows } from './cue/product.ts'
import { openWindow, STUDIO } from './cue/windows.ts'
import { positive } from './options.ts'
import { median, table, writeReport } from './report.ts'

const WITHIN_MS = 30_000
/** The picture is watched for so long from the press on, and for as long before it. */
const WATCHED_MS = 4000

/** Milliseconds. `gaps`: the longest between two frames of the phone, without and with a handing over in the same time. */
type Round = { readonly link: number; readonly full: number; readonly slim: number; readonly gapBefore: number; readonly gapDuring: number; readonly framesBefore: number; readonly framesDuring: number }

/**
 * The class passes from the studio that sends its picture to another window and back: from the opening
 * of the link to the studio's full view there, and what a phone saw of it. The window and its browser
 * are open before. Prints a table, writes `out/bench/handover.json`.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { rounds: { type: 'string', default: '5' } } })
  buildPagesWhenStale()
  await using browser = await launchChromium()
  await using inClass = await ClassInWindows.open(browser, { phones: 1, link: undefined, hostIsFar: false, withPicture: true })
  const [phone] = inClass.phones
  if (phone === undefined) throw new Error('a class without a phone')
  await watchPicture(phone)
  const rounds: Round[] = []
  for (let round = 0; round < positive(values.rounds); round++) rounds.push(await handOver(browser, inClass, phone))

  const rows = ([
    ['link opened to linked to the class', 'link'], ['link opened to full view', 'full'], ['link opened to the slim view of the studio that sends', 'slim'],
    ['longest gap between frames, without', 'gapBefore'], ['longest gap between frames, meanwhile', 'gapDuring'],
  ] as const).map(([words, what]) => [words, median(rounds.map((one) => one[what])), Math.max(...rounds.map((one) => one[what]))])
  const file = await writeReport('handover', { rounds })
  process.stdout.write(`${table(['what', 'median ms', 'worst ms'], rows)}\n\n${file}\n`)
}

async function handOver(browser: Browser, { studio, hub }: ClassInWindows, phone: Page): Promise<Round> {
  const link = await crewLink(studio, m.studio_ticket_host())
  const page = await openWindow(browser, STUDIO, null)
  try {
    const other = new StudioPage(page)
    await page.waitForTimeout(WATCHED_MS)
    // Another machine's address: on the box's own screen a host is asked for a passphrase first.
    const pressed = performance.now()
    const since = (moment: Promise<unknown>): Promise<number> => moment.then(() => performance.now() - pressed)
    await page.goto(`http://127.0.0.2:${hub.port}/host${new URL(link).hash}`, { waitUntil: 'commit' })
    const [linked, full, slim] = await Promise.all([
      since(page.getByText(m.studio_lamp_linked()).waitFor({ timeout: WITHIN_MS })),
      since(other.button(m.studio_end()).waitFor({ timeout: WITHIN_MS })),
      since(studio.button(m.studio_slim_take_back()).waitFor({ timeout: WITHIN_MS })),
    ])
    await page.waitForTimeout(Math.max(0, WATCHED_MS - (performance.now() - pressed)))
    const frames = await framesOf(phone)
    await studio.button(m.studio_slim_take_back()).click()
    await waitFor('the studio to run the class again', () => studio.cueKey.isVisible(), { within: WITHIN_MS })
    const [before, during] = [longestGap(frames, 2 * WATCHED_MS, WATCHED_MS), longestGap(frames, WATCHED_MS, 0)]
    return { link: linked, full, slim, gapBefore: before.gap, gapDuring: during.gap, framesBefore: before.count, framesDuring: during.count }
  } finally {
    await page.context().close()
  }
}

/** When the phone presented frames, milliseconds before now. */
type Frames = readonly number[]

async function watchPicture(phone: Page): Promise<void> {
  await phone.evaluate(() => {
    const video = document.querySelector('video')
    if (video === null) throw new Error('no picture to watch')
    const shown: number[] = []
    Object.assign(window, { shownFrames: shown })
    const next = (_: number, { presentationTime }: VideoFrameCallbackMetadata): void => {
      shown.push(presentationTime)
      video.requestVideoFrameCallback(next)
    }
    video.requestVideoFrameCallback(next)
  })
}

function framesOf(phone: Page): Promise<Frames> {
  return phone.evaluate(() => {
    const { shownFrames } = window as typeof window & { shownFrames: number[] }
    const now = performance.now()
    return shownFrames.map((at) => now - at)
  })
}

/** Within a span that began and ended so many milliseconds ago. */
function longestGap(frames: Frames, from: number, to: number): { readonly gap: number; readonly count: number } {
  const within = frames.filter((ago) => ago <= from && ago >= to)
  const gaps = within.slice(1).map((ago, place) => (within[place] ?? ago) - ago)
  return { gap: Math.max(0, ...gaps), count: within.length }
}
