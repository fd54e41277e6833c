import type { Browser } from 'playwright-core'
import { setTimeout as pause } from 'node:timers/promises'
import { LearnerPage } from '../../e2e/support/learner-page.ts'
import type { StartResult } from '../../src/features/live/wire/together.ts'
import { Host } from '../../testkit/host.ts'
import { HubProcess } from '../../testkit/hub-process.ts'
import { openWindow, outputsOf, PHONE, readWindow } from '../cue/windows.ts'

const TRACK = 'beat-120'
/** A start is told of at the latest this long after it was pressed: its lead, and how long it is waited for. */
const TOLD_WITHIN_MS = 6000
/** Between two starts, so that one is over before the next. */
const BETWEEN_MS = 400
const TIMER_SECONDS = 60

/** What studio and windows say of starts. `seenApart`: milliseconds, of each piece of music that every window sounded. */
export type Measured = { readonly told: readonly StartResult[]; readonly seenApart: readonly number[] }

/**
 * Learners' pages in windows of a browser, on a hub of their own; timers and music begun over the
 * studio's protocol. The figures are those that the studio is told: what each page says of its own
 * frame or sample. Of music, beside them, when the browser's audio output gave the first sample of each window.
 */
export async function measureStarts(browser: Browser, { phones, starts, warmMs }: { readonly phones: number; readonly starts: number; readonly warmMs: number }): Promise<Measured> {
  await using stack = new AsyncDisposableStack()
  const hub = stack.use(await HubProcess.start())
  const { studioLink, code } = await hub.invitation()
  const host = await Host.pair(studioLink, code)
  stack.defer(() => host.close())
  await host.openLobby()
  await host.enter()
  const pages: LearnerPage[] = []
  for (let place = 0; place < phones; place++) {
    const page = await openWindow(browser, PHONE, null)
    stack.defer(() => page.context().close())
    const learner = new LearnerPage(page)
    await learner.follow(`${hub.base}/c/${code}`)
    await learner.sit('elsewhere')
    await learner.isReady()
    pages.push(learner)
  }
  await host.begin()
  await Promise.all(pages.map((page) => page.isInClass()))
  await pause(warmMs)
  const told: StartResult[] = []
  const seenApart: number[] = []
  for (const what of ['timer', 'music'] as const) {
    for (let start = 0; start < starts; start++) {
      const before = await sounded(pages)
      told.push(await startOnce(host, what, phones))
      const first = (await sounded(pages)).flatMap((outputs, place) => outputs[before[place]?.length ?? 0] ?? [])
      if (what === 'music' && first.length === phones && phones > 1) seenApart.push(Math.max(...first) - Math.min(...first))
    }
    await host.page.link?.send(what === 'timer' ? { type: 'timer', start: null } : { type: 'music', start: null }).done
  }
  return { told, seenApart }
}

function sounded(pages: readonly LearnerPage[]): Promise<number[][]> {
  return Promise.all(pages.map(async ({ page }) => outputsOf(await readWindow(page), true)))
}

/** The last that is told of a start, once every page has told or no more is waited for. */
async function startOnce(host: Host, what: StartResult['what'], phones: number): Promise<StartResult> {
  const { link } = host.page
  if (!link) throw new Error('a host outside the studio')
  const known = new Set(host.page.all(what).map((news) => startId(news)))
  await link.send(what === 'timer' ? { type: 'timer', start: { seconds: TIMER_SECONDS, label: '' } } : { type: 'music', start: { track: TRACK } }).done
  const { id, at } = await host.page.until(`the ${what} to begin`, () => {
    const news = host.page.all(what).findLast((one) => startId(one) !== undefined && !known.has(startId(one)))
    return news && startOf(news)
  })
  const told = (): StartResult | undefined => host.page.all('start-result').findLast((news) => news.result.id === id)?.result
  await host.page.until('every page to tell', () => told()?.played === phones, TOLD_WITHIN_MS).catch(() => undefined) // Who did not tell is counted as such.
  await pause(BETWEEN_MS)
  return told() ?? { what, id, at, of: phones, played: 0, apartMs: null }
}

type Started = ReturnType<Host['page']['all']>[number]

function startOf(news: Started): Pick<StartResult, 'id' | 'at'> | undefined {
  const started = news.type === 'timer' ? news.timer : news.type === 'music' ? news.music : null
  return started && started.line.since !== null ? { id: started.id, at: started.line.since } : undefined
}

function startId(news: Started): string | undefined {
  return startOf(news)?.id
}
