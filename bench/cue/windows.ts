import { availableParallelism } from 'node:os'
import type { Browser, Page } from 'playwright-core'
import { cpuBetween, cpuMoment } from '../../testkit/process-cost.ts'
import { watchWindow, type Detour, type Watched } from './probe.ts'

/** As long as a finger stays on a key. */
const HOLD_MS = 70
const BETWEEN_MS = { least: 900, more: 300 }

export type Shape = { readonly width: number; readonly height: number }
export const STUDIO: Shape = { width: 1280, height: 800 }
export const PHONE: Shape = { width: 390, height: 780 }

/** A window of its own, watched from its first script on. */
export async function openWindow(browser: Browser, viewport: Shape, detour: Detour): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', viewport })
  await context.addInitScript(watchWindow, detour)
  const page = await context.newPage()
  page.on('pageerror', (error) => process.stderr.write(`${String(error)}\n`))
  return page
}

export function readWindow(page: Page): Promise<Watched> {
  return page.evaluate(() => watched)
}

/** Presses the window's Cue key so often, as a finger does, at moments that have nothing to do with frames. Answers how busy the machine was meanwhile, 0 to 1. */
export async function pressKey(page: Page, times: number): Promise<number> {
  const from = cpuMoment(process.pid)
  const key = page.locator('.btn-cue')
  for (let press = 0; press < times; press++) {
    await key.click({ delay: HOLD_MS })
    await page.waitForTimeout(BETWEEN_MS.least + Math.random() * BETWEEN_MS.more)
  }
  return cpuBetween(from, cpuMoment(process.pid), availableParallelism()).busy
}

/** When a window showed its cues: by sound where it sounds, else by light. */
export function outputsOf({ outputs }: Watched, sounds: boolean): number[] {
  return outputs.filter(({ by }) => by === (sounds ? 'sound' : 'light')).map(({ at }) => at).toSorted((a, b) => a - b)
}
