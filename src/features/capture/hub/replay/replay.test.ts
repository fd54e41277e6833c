import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Device } from '../../../../../testkit/device.ts'
import { HandClock } from '../../../../../testkit/hand-clock.ts'
import { checkMediaPlaylist } from '../../../../../testkit/streams/check-playlist.ts'
import { plainFilm } from '../../../../../testkit/streams/plain-film.ts'
import type { PlainChange } from '../../../../../testkit/streams/plain-film.ts'
import { StreamBox } from '../../../../../testkit/streams/stream-box.ts'
import { listed, StreamViewer } from '../../../../../testkit/streams/stream-viewer.ts'
import { Refused } from '../../../../kernel/failures.ts'
import type { WallTime } from '../../../../kernel/time.ts'
import { firstSample } from '../../../../media/cmaf/read-fragment.ts'
import { replaySet } from '../../wire/entries.ts'
import { openReplay } from './open-replay.ts'
import { setReplay } from './set-replay.ts'

const START = new HandClock().now()
const learner = new Device()
const host = new Device()
let clock: HandClock
let box: StreamBox

function open(changes: Readonly<Record<number, PlainChange>> = {}): void {
  clock = new HandClock()
  box = new StreamBox(plainFilm(changes), { clock, timers: clock })
  box.phase = 'closed'
  box.viewer = (device) => (device === host.id ? 'crew' : device === learner.id ? 'class' : 'code')
}
beforeEach(() => open())
afterEach(() => box[Symbol.asyncDispose]())

const watch = (device: Device | null = host): StreamViewer => new StreamViewer(box, openReplay(box.deps, box.code, device?.id ?? null).path)
const allow = (who: 'nobody' | 'class' | 'code', until: number | null = null) => setReplay(box.deps, box.code, { who, until: until as WallTime | null }, host.id)
async function seal(...numbers: readonly number[]): Promise<void> {
  for (const number of numbers) await box.seal(number, START)
}

describe('a recording as a stream', () => {
  it('is a whole class with an end, and every file that its playlists name', async () => {
    await seal(0, 1, 2)
    const viewer = watch()
    expect((await viewer.get('main.m3u8')).text).toContain('RESOLUTION=320x180')
    for (const track of ['video', 'audio']) {
      const { text } = await viewer.get(`${track}.m3u8`)
      expect(checkMediaPlaylist(text)).toEqual([])
      expect([listed(text).length, text.includes('PLAYLIST-TYPE:VOD'), text.includes('ENDLIST')]).toEqual([3, true, true])
      expect(await viewer.missing(text)).toEqual([])
    }
  })

  it('grows while the class runs, for its crew', async () => {
    box.phase = 'live'
    await seal(0)
    const viewer = watch()
    await viewer.get('main.m3u8')
    await seal(1)
    const { text } = await viewer.get('video.m3u8')
    expect([listed(text).length, text.includes('PLAYLIST-TYPE:EVENT'), text.includes('ENDLIST')]).toEqual([2, true, false])
  })

  it('leaves out what was off the record: the clock jumps there, after a break', async () => {
    await seal(0)
    await box.seal(60, START, { number: 1, discontinuity: true })
    const { text } = await watch().get('video.m3u8')
    const dates = [...text.matchAll(/DATE-TIME:(.+)/g)].map(([, date = '']) => Date.parse(date))
    expect((dates[1] ?? 0) - (dates[0] ?? 0)).toBe(120_000)
    expect(text.match(/#EXT-X-DISCONTINUITY\n/g)).toHaveLength(1)
  })

  it('fills what one track lacks, also before it began', async () => {
    open({ 0: { tracks: ['audio'] }, 2: { tracks: ['video'] } })
    await seal(0, 1, 2)
    const viewer = watch()
    const [video, audio] = [listed((await viewer.get('video.m3u8')).text), listed((await viewer.get('audio.m3u8')).text)]
    const picture = firstSample((await viewer.get(video[0] ?? '')).body)
    expect([Buffer.from(picture.data).toString(), picture.time]).toEqual(['picture 1', Math.round(START * 0.09)])
    expect([...firstSample((await viewer.get(audio[2] ?? '')).body).data]).toEqual([0xf8, 0xff, 0xfe])
  })

  it('serves a moment whose key was destroyed to nobody, and forgets that it held it', async () => {
    await seal(0)
    const viewer = watch()
    const [name = ''] = listed((await viewer.get('video.m3u8')).text)
    expect(await viewer.get(name.replace(/[0-9a-f]{12}/, '000000000000'))).toMatchObject({ status: 404, code: 'SEGMENT_GONE' })
    box.destroy()
    expect(await viewer.get(name)).toMatchObject({ code: 'STREAM_UNKNOWN' })
    expect(() => watch()).toThrow(new Refused('NO_RECORDING'))
  })

  it('says what it is, how long, and until when', async () => {
    await seal(0, 1)
    allow('code', 9e12)
    expect(openReplay(box.deps, box.code, null)).toMatchObject({ title: 'Knees', seconds: 4, until: 9e12 })
  })
})

describe('who may watch it', () => {
  it('is nobody until the host says so, but for the host', async () => {
    await seal(0)
    for (const device of [learner, null]) expect(() => watch(device)).toThrow(new Refused('REPLAY_NOT_ALLOWED'))
    expect((await watch(host).get('main.m3u8')).status).toBe(200)
  })

  it('counts at once for streams that are open, both ways', async () => {
    await seal(0)
    allow('class')
    const viewer = watch(learner)
    expect((await viewer.get('main.m3u8')).status).toBe(200)
    expect(() => watch(null)).toThrow(new Refused('REPLAY_NOT_ALLOWED'))
    allow('nobody')
    expect((await viewer.get('video.m3u8')).code).toBe('STREAM_UNKNOWN')
    allow('code')
    expect((await watch(null).get('main.m3u8')).status).toBe(200)
  })

  it('ends at the date, in the middle of watching', async () => {
    await seal(0)
    allow('code', clock.wall() + 1000)
    const viewer = watch(null)
    clock.advance(1000)
    expect((await viewer.get('main.m3u8')).status).toBe(200)
    clock.advance(1)
    expect((await viewer.get('video.m3u8')).code).toBe('STREAM_UNKNOWN')
    expect(() => watch(null)).toThrow(new Refused('REPLAY_OVER'))
  })

  it('is on record once for each change, and for no recording not at all', async () => {
    expect(() => allow('code')).toThrow(new Refused('NO_RECORDING'))
    await seal(0)
    allow('class')
    allow('class')
    allow('code', 5)
    expect(box.entries(replaySet.kind)).toEqual([{ who: 'class', until: null }, { who: 'code', until: 5 }])
  })
})
