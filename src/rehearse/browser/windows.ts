import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'

import { bundle, pageWith } from './pages.ts'
import type { Seen } from './viewer-page.ts'

/** The two windows of a glass-to-glass measurement, and what is asked of them. */

export function take(viewer: Page): Promise<Seen> {
  return viewer.evaluate<Seen>('viewer.take()')
}

export async function openWindow(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } })
  const page = await context.newPage()
  page.on('pageerror', (error) => process.stderr.write(`${String(error)}\n`))
  await page.goto(url)
  return page
}

export async function pageFiles(): Promise<Map<string, string>> {
  const here = (name: string): URL => new URL(name, import.meta.url)
  const [publisher, viewer] = await Promise.all([bundle(here('publisher-page.ts')), bundle(here('viewer-page.ts'))])
  return new Map([
    ['/publisher.html', pageWith('/publisher.js')], ['/publisher.js', publisher],
    ['/viewer.html', pageWith('/viewer.js')], ['/viewer.js', viewer],
    ...['tone-worklet.js', 'onset-worklet.js'].map((name): [string, string] => [`/${name}`, readFileSync(here(name), 'utf8')]),
  ])
}
