import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Host } from '../../testkit/host.ts'
import { HubProcess } from '../../testkit/hub-process.ts'
import { RecordedPublisher } from '../../testkit/recorded-publisher.ts'
import { waitFor } from '../../testkit/wait-for.ts'
import { publishWithKey } from '../../testkit/watching.ts'
import { setRecording, showRecording } from '../features/capture/wire/routes.ts'
import { classFigures, makeStreamKey } from '../features/live/wire/routes.ts'

const WITHIN = { within: 20_000 }
vi.setConfig({ testTimeout: 60_000 })

describe('a class with a real publisher, in a hub as people run it', () => {
  let hub: HubProcess
  let host: Host
  let code: string
  let publisher: RecordedPublisher
  const files = (): string[] => { try { return readdirSync(join(hub.folder, 'blobs')) } catch { return [] } }
  const show = () => host.page.client.call(showRecording, { params: { code } })
  const switchTo = (on: boolean) => host.page.client.call(setRecording, { params: { code }, input: { on } })
  const publish = async (): Promise<RecordedPublisher> => {
    const { key, path } = await host.page.client.call(makeStreamKey, { params: { code } })
    return new RecordedPublisher((await publishWithKey(hub.base, path, key)).peer)
  }

  beforeAll(async () => {
    hub = await HubProcess.start()
    const invitation = await hub.invitation()
    code = invitation.code
    host = await Host.pair(invitation.studioLink, code)
    await host.openLobby()
    await host.begin()
    await host.enter()
    publisher = await publish()
  }, 60_000)
  afterAll(async () => {
    publisher.stop()
    host.close()
    await hub[Symbol.asyncDispose]()
  })

  it('leaves nothing on the disk while it is off the record', async () => {
    // The live window shows that there is something that could have been kept.
    await waitFor('the lamp to know what comes', () => host.page.last('recording')?.recording.tracks.video, WITHIN)
    expect(host.page.last('recording')?.recording.state).toBe('off')
    expect(files()).toEqual([])
    expect(await show()).toMatchObject({ recording: { state: 'off', seconds: 0 }, bytes: 0 })
  })

  it('is sealed segment by segment once the host confirms it, and everybody is told', async () => {
    expect((await switchTo(true)).recording.state).toBe('on')
    await waitFor('everybody to be told', () => host.page.last('class')?.class.recorded, WITHIN)
    await waitFor('two segments', () => (host.page.last('recording')?.recording.seconds ?? 0) >= 3, WITHIN)
    const { recording, bytes } = await show()
    expect(recording).toMatchObject({ state: 'on', why: null, tracks: { video: true, audio: true } })
    expect(files().length).toBeGreaterThan(1)
    expect(bytes).toBeGreaterThan(1000)
  })

  it('keeps every segment that was told as kept when its process is killed, and goes on recording by itself', async () => {
    const before = await show()
    const dead = hub.kill()
    publisher.stop()
    await hub.isBack(dead)
    await host.enter()
    await waitFor('media to work again', () => host.page.last('lamps')?.media, WITHIN)
    publisher = await publish()
    await waitFor('a segment after the crash', () => (host.page.last('recording')?.recording.seconds ?? 0) > before.recording.seconds + 2, WITHIN)
    const after = await show()
    expect(after.recording.state).toBe('on')
    // Off the record at its beginning, then not there for a moment; what was kept before is all there.
    expect(after.gaps.length).toBeLessThanOrEqual(before.gaps.length + 1)
    expect(after.gaps.map(({ why }) => why)).toContain('off')
  })

  it('says in its figures how much of it is kept', async () => {
    await host.end()
    const figures = await host.page.client.call(classFigures, { params: { code } })
    const { recording } = await show()
    expect(figures.recorded?.seconds).toBeGreaterThanOrEqual(4)
    expect(figures.recorded?.seconds).toBe(recording.seconds)
    expect(figures.recorded?.missing).toBeGreaterThan(0)
    expect(recording.state).toBe('off')
  })
})
