import type { Browser, Page } from 'playwright-core'
import { m } from '../../words/messages.js'

const PHONE = { width: 390, height: 780 }
const WITHIN_MS = 30_000

/** What a learner's page has shown; milliseconds since 1970 by the clock that the browser and this process share. */
export type Shown = { readonly lights: number[]; frames: number }

declare global {
  var shown: Shown
}

/** Opens the real learner's page on a phone-sized window, takes a seat as a person does, and waits until it is in class. */
export async function openLearner(browser: Browser, address: string, detour: { readonly address: string; readonly port: number }): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: PHONE })
  await context.addInitScript(watchPage, detour)
  const page = await context.newPage()
  await page.goto(address)
  const locale = 'en'
  await page.getByRole('radio', { name: m.learner_seat_elsewhere({}, { locale }) }).check({ timeout: WITHIN_MS })
  await page.getByRole('button', { name: m.learner_seat_take({}, { locale }) }).click({ timeout: WITHIN_MS })
  await page.getByRole('button', { name: m.learner_hand({}, { locale }) }).waitFor({ timeout: WITHIN_MS })
  return page
}

export async function raiseHand(page: Page): Promise<void> {
  await page.getByRole('button', { name: m.learner_hand({}, { locale: 'en' }) }).click({ timeout: WITHIN_MS })
}

/** Runs in the page before its own scripts; uses nothing from outside itself. */
function watchPage(detour: { readonly address: string; readonly port: number }): void {
  const seen: Shown = { lights: [], frames: 0 }
  globalThis.shown = seen
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    override setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
      const lines = (description.sdp ?? '').split('\r\n')
      const first = lines.findIndex((line) => line.startsWith('a=candidate:'))
      const kept = lines.flatMap((line, index) => {
        if (!line.startsWith('a=candidate:')) return [line]
        return index === first ? [`a=candidate:1 1 UDP 2122252543 ${detour.address} ${detour.port} typ host`] : []
      })
      return super.setRemoteDescription({ type: description.type, sdp: kept.join('\r\n') })
    }
  }
  addEventListener('DOMContentLoaded', () => {
    let isLit = false
    new MutationObserver(() => {
      const isNow = document.querySelector('.is-cue') !== null
      // What changed is on the screen when the next frame begins.
      if (isNow && !isLit) requestAnimationFrame((frame) => seen.lights.push(performance.timeOrigin + frame))
      isLit = isNow
      seen.frames = document.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames ?? 0
    }).observe(document.documentElement, { subtree: true, attributes: true, attributeFilter: ['class'] })
  })
}
