import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import lighthouse from 'lighthouse'
import { chromium, type Browser, type Page } from 'playwright-core'
import { choosePassphrase, makeTicket } from '../src/features/people/wire/routes.ts'
import { chromiumPath } from '../testkit/chromium.ts'
import { Host } from '../testkit/host.ts'
import { HubProcess } from '../testkit/hub-process.ts'
import { freePort } from '../testkit/media/child.ts'
import { median, table, writeReport } from './report.ts'
import { positive } from './options.ts'

/** A mid phone of a few years ago against this machine, as Lighthouse has it too. */
const SLOWER = 4
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const

/**
 * How soon a learner's page can be used on a phone four times slower than this machine, over a
 * venue's Wi-Fi (20 Mbit/s, 10 ms), from an empty cache; and what Lighthouse says of each page.
 * "Usable" is the frame after the page's first control stands in the document with its script run.
 * Prints a table, writes `out/bench/page.json`.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { rounds: { type: 'string', default: '5' } } })
  if (!existsSync(fileURLToPath(new URL('../dist/web/en/learner/index.html', import.meta.url)))) throw new Error('the pages are not built: npm run build')
  await using hub = await HubProcess.start()
  const { studioLink, code } = await hub.invitation()
  const host = await Host.pair(studioLink, code)
  await host.openLobby()

  const port = await freePort()
  const browser = await launch(port)
  try {
    const usable: number[] = []
    for (let round = 0; round < positive(values.rounds); round++) usable.push(await usableMs(browser, `${hub.base}/c/${code}`))
    const scores = []
    for (const [page, path] of await openPages(host)) scores.push({ page, ...(await scoresOf(`${hub.base}${path}`, port)) })
    await host.begin()
    for (const [page, path] of await livePages(host)) scores.push({ page, ...(await scoresOf(`${hub.base}${path}`, port)) })
    await host.end()
    scores.push({ page: 'report', ...(await scoresOf(`${hub.base}${await asHost(host, `/host/report/${code}`)}`, port)) })
    await using tour = await HubProcess.startTour()
    scores.push({ page: 'tour', ...(await scoresOf(`${tour.base}/tour#pair=${await tour.tourTicket()}`, port)) })
    const file = await writeReport('page', { usableMs: usable, median: median(usable), slower: SLOWER, scores })
    process.stdout.write(`${table(['learner page usable, ms', 'median', 'worst'], [[`${usable.length} rounds`, median(usable), Math.max(...usable)]])}\n\n`)
    process.stdout.write(`${table(['page', ...CATEGORIES], scores.map((score) => [score.page, ...CATEGORIES.map((name) => score[name])]))}\n\n${file}\n`)
  } finally {
    await browser.close()
    host.close()
  }
}

type Address = readonly [page: string, path: string]

/** Addresses at which each page stands while the lobby is open; those of the crew carry a link of their own. */
async function openPages(host: Host): Promise<Address[]> {
  const { code } = host
  await host.page.client.call(choosePassphrase, { input: { passphrase: 'lantern river seven chairs' } }) // Else the studio asks for one first.
  return [
    ['code', '/'], ['learner', `/c/${code}`], ['learner, in German', `/c/${code}?lang=de`], ['place to keep', '/keep?lang=en'], ['room screen', `/room/${code}`],
    ['studio door', '/host'], ['studio, lobby', await asHost(host, '/host')], ['door sheet', await asHost(host, `/host/sheet/${code}`)],
  ]
}

async function livePages(host: Host): Promise<Address[]> {
  return [['room screen, live', `/room/${host.code}`], ['studio, live', await asHost(host, '/host')]]
}

async function asHost(host: Host, path: string): Promise<string> {
  const { ticket } = await host.page.client.call(makeTicket, { input: { roles: ['host'] } })
  return `${path}#pair=${ticket}`
}

function launch(port: number): Promise<Browser> {
  const executablePath = chromiumPath()
  if (executablePath === undefined) throw new Error('there is no Chromium on this machine')
  return chromium.launch({ executablePath, args: ['--no-sandbox', `--remote-debugging-port=${port}`] })
}

async function usableMs(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })
  try {
    const page = await context.newPage()
    await slowDown(page)
    await page.addInitScript(() => {
      const seen = new MutationObserver(() => {
        if (document.querySelector('input, button') === null) return
        seen.disconnect()
        requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('usable')))
      })
      seen.observe(document, { childList: true, subtree: true })
    })
    await page.goto(url)
    return await page.waitForFunction(() => performance.getEntriesByName('usable')[0]?.startTime).then((handle) => handle.jsonValue()) ?? NaN
  } finally {
    await context.close()
  }
}

async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 10, downloadThroughput: 2_500_000, uploadThroughput: 2_500_000 })
}

async function scoresOf(url: string, port: number): Promise<Record<(typeof CATEGORIES)[number], number>> {
  const result = await lighthouse(url, { port, output: 'json', logLevel: 'error', onlyCategories: [...CATEGORIES] })
  const score = (name: (typeof CATEGORIES)[number]): number => Math.round((result?.lhr.categories[name]?.score ?? NaN) * 100)
  return { performance: score('performance'), accessibility: score('accessibility'), 'best-practices': score('best-practices') }
}
