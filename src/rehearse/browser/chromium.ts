import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Where the system's Chromium is, if there is one. */
export function chromiumPath(): string | undefined {
  return process.env['LECTERN_CHROMIUM'] ?? PLACES.find((place) => existsSync(place))
}

/**
 * A headless Chromium with a camera and a microphone made of thin air, whose windows run at full
 * speed though none is in front, and whose peer connections may use loopback and say plain addresses.
 * `more` are further arguments of Chromium's.
 */
export function launchChromium(more: readonly string[] = []): Promise<Browser> {
  const executablePath = chromiumPath()
  if (executablePath === undefined) throw new Error('there is no Chromium on this machine')
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--autoplay-policy=no-user-gesture-required',
      '--disable-background-timer-throttling', '--disable-renderer-backgrounding', '--disable-backgrounding-occluded-windows',
      '--allow-loopback-in-peer-connection', '--disable-features=WebRtcHideLocalIpsWithMdns',
      ...more,
    ],
  })
}
