import { describe, expect, it } from 'vitest'

import { End } from '../testkit/media/ends.ts'
import { startSfuProcess } from '../testkit/media/sfu-process.ts'
import { waitFor } from '../testkit/wait-for.ts'
import { aiortcAbsent, aiortcPlayer, aiortcPublisher, skipWhen, whipClient, whipClientAbsent } from './interop/clients.ts'
import { aiortcPlays, closed, publishing } from './interop/watch.ts'

/** OBS itself is not packaged for this test; what stands for it is an offer of its shape. */
describe('encoders that are not ours', () => {
  it.for([{ trickle: true }, { trickle: false }])('simple-whip-client publishes H.264 that aiortc decodes, trickling candidates: $trickle', async ({ trickle }, { skip }) => {
    skipWhen(skip, whipClientAbsent() ?? await aiortcAbsent())
    await using sfu = await startSfuProcess()
    await using publisher = await whipClient(`${sfu.url}/whip`, { trickle, token: 'key' })
    const id = await publishing(sfu)
    await using player = aiortcPlayer(`${sfu.url}/whep`)
    expect((await aiortcPlays(player)).width).toBe(640)
    expect((await sfu.stats()).publishers).toMatchObject([{ id, videoCodec: 'H264' }])

    // It says goodbye with a DELETE when it is interrupted.
    publisher.child.process.kill('SIGINT')
    expect(await closed(sfu, id)).toMatchObject({ reason: 'asked' })
  })

  it('aiortc publishes over WHIP and aiortc decodes it over WHEP', async ({ skip }) => {
    skipWhen(skip, await aiortcAbsent())
    await using sfu = await startSfuProcess()
    await using publisher = aiortcPublisher(`${sfu.url}/whip`)
    await publishing(sfu)
    await using player = aiortcPlayer(`${sfu.url}/whep`)
    expect((await aiortcPlays(player)).width).toBe(640)
    publisher.process.stdin?.end()
    expect(await publisher.ended(20_000)).toBe(0)
  })

  it('an offer as OBS makes it is answered, and its stream reaches a viewer without loss', async () => {
    await using sfu = await startSfuProcess()
    await using publisher = new End()
    await using viewer = new End()
    await publisher.tell({ do: 'publish-whip', url: `${sfu.url}/whip`, offer: 'obs', token: 'key' }, 'published')
    await viewer.tell({ do: 'view-whep', url: `${sfu.url}/whep`, count: 1 }, 'viewing')
    await viewer.tell({ do: 'begin' }, 'begun')
    const sent = (await sfu.stats()).packetsOut
    await waitFor('a few seconds of both', async () => (await sfu.stats()).packetsOut > sent + 600, { within: 15_000 })
    const seen = await viewer.tell({ do: 'finish' }, 'measured')
    expect(seen.lost).toBe(0)
    expect(seen.audio.count).toBeGreaterThan(50)
    expect(seen.video.count).toBeGreaterThan(200)
  })
})
