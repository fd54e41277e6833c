import type { Browser, Page } from 'playwright-core'
import { bundle, pageWith, servePages } from '../../testkit/pages.ts'
import { mediaPort, startRelay, throughRelay } from '../../testkit/relay.ts'
import { waitFor } from '../../testkit/wait-for.ts'
import { pairUp, type SeenCue } from './figures.ts'
import type { Link } from './product.ts'
import { openWindow, outputsOf, PHONE, pressKey, readWindow, STUDIO } from './windows.ts'

const OPEN_WITHIN_MS = 20_000

/**
 * The same presses, phones and links for the peer: plain messages, reliable and in order, played on
 * arrival. It has no hub in between and signs nothing, which is to its advantage.
 */
export async function plainCues(browser: Browser, plan: { readonly phones: number; readonly link: Link | undefined; readonly cues: number }): Promise<{ readonly cues: readonly SeenCue[]; readonly busy: number }> {
  await using stack = new AsyncDisposableStack()
  const page = pageWith('/plain.js')
  const pages = stack.use(await servePages(new Map([['/', page], ['/plain.js', await bundle(new URL('plain-page.ts', import.meta.url))]])))
  const open = async (shape: typeof PHONE): Promise<Page> => {
    const opened = await openWindow(browser, shape, null)
    stack.defer(() => opened.context().close())
    await opened.goto(pages.url)
    return opened
  }
  const host = await open(STUDIO)
  const phones: { readonly page: Page; readonly sounds: boolean }[] = []
  for (let place = 0; place < plan.phones; place++) {
    const sounds = place % 2 === 0
    const phone = await open(PHONE)
    phones.push({ page: phone, sounds })
    let offer = await host.evaluate<string>(`plain.offer(${place})`)
    if (plan.link) {
      const { packets } = plan.link
      const relay = stack.use(await startRelay({ target: { address: '127.0.0.1', port: mediaPort(offer) }, up: packets, down: packets, seed: place + 1 }))
      offer = throughRelay(offer, relay)
    }
    const answer = await phone.evaluate<string>(`plain.answer(${JSON.stringify(offer)}, ${String(sounds)})`)
    // Without candidates of the phone there is no way but the one that the phone opens, over the relay.
    const heard = plan.link ? answer.split('\r\n').filter((line) => !line.startsWith('a=candidate:')).join('\r\n') : answer
    await host.evaluate(`plain.accept(${place}, ${JSON.stringify(heard)})`)
  }
  await waitFor('the channels of the peer', async () => await host.evaluate<number>('plain.open') === plan.phones, { within: OPEN_WITHIN_MS })
  await host.evaluate('plain.showKey()')
  const busy = await pressKey(host, plan.cues)
  const { presses } = await readWindow(host)
  const windows = await Promise.all(phones.map(async ({ page: phone, sounds }) => outputsOf(await readWindow(phone), sounds)))
  return { cues: pairUp(presses, [], windows), busy }
}
