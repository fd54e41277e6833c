import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FFMPEG, FFPROBE, FILM_START, hasFfmpeg, makeFilm } from '../../../../../testkit/streams/film.ts'
import { StreamBox } from '../../../../../testkit/streams/stream-box.ts'
import { listed } from '../../../../../testkit/streams/stream-viewer.ts'
import { waitFor } from '../../../../../testkit/wait-for.ts'
import { openReplay } from '../replay/open-replay.ts'
import { ffmpegEncoder } from './aac/encoder.ts'
import { openStream } from './open-stream.ts'

const run = promisify(execFile)

/** What ffprobe says of each packet: stream, time, length, in seconds. */
async function packets(address: string, ...live: readonly string[]): Promise<{ errors: string; times: Record<string, number[]> }> {
  const { stdout, stderr } = await run(FFPROBE, ['-v', 'warning', ...live, '-show_entries', 'packet=codec_type,pts_time', '-of', 'csv=p=0', address], { maxBuffer: 1 << 26 })
  const times: Record<string, number[]> = {}
  for (const line of stdout.trim().split('\n')) {
    const [type = '', time = ''] = line.split(',')
    times[type] = [...(times[type] ?? []), Number(time)]
  }
  return { errors: stderr, times }
}

describe.runIf(hasFfmpeg)('ffprobe and ffmpeg, over http', () => {
  /** With its sound as it came alone; and once more as AAC: these programs read every variant there is. */
  let plain: StreamBox
  let withAac: StreamBox
  let box: StreamBox
  let base: string
  const use = async (one: StreamBox): Promise<void> => {
    box = one
    base = await one.listen()
  }

  beforeAll(async () => {
    const film = await makeFilm(6)
    plain = new StreamBox(film)
    withAac = new StreamBox(film, { encoder: ffmpegEncoder(FFMPEG) })
    for (const one of [plain, withAac]) {
      for (const number of [0, 1, 2]) {
        one.show(number, FILM_START)
        await one.seal(number, FILM_START)
      }
    }
    await use(plain)
  }, 60_000)
  afterAll(async () => {
    await plain[Symbol.asyncDispose]()
    await withAac[Symbol.asyncDispose]()
  })

  it('read a recording to its end without a word, every frame of it in its place', async () => {
    box.phase = 'closed'
    box.viewer = () => 'crew'
    const { errors, times } = await packets(base + openReplay(box.deps, box.code, null).path)
    expect(errors).toBe('')
    expect(times['video']).toHaveLength(180)
    expect(times['audio']?.length).toBeGreaterThanOrEqual(300)
    const { stderr } = await run(FFMPEG, ['-v', 'warning', '-xerror', '-i', base + openReplay(box.deps, box.code, null).path, '-f', 'null', '-'])
    expect(stderr).toBe('')
  }, 60_000)

  it('read the live window of a class that goes on', async () => {
    box.phase = 'live'
    const { errors, times } = await packets(base + openStream(box.deps, box.code, null).path, '-live_start_index', '0', '-read_intervals', '%+4')
    expect(errors).toBe('')
    expect(times['video']?.length).toBeGreaterThan(60)
  }, 60_000)

  it.each([['the class', () => openStream(box.deps, box.code, null).path], ['its recording', () => openReplay(box.deps, box.code, null).path]])('read the sound of %s as AAC, frame after frame', async (_, open) => {
    await use(withAac)
    box.phase = 'live'
    box.viewer = () => 'crew'
    await waitFor('the encoder to be known', () => Promise.resolve(box.deps.aac.rate !== null), { within: 20_000 })
    const path = base + open()
    const main = await (await fetch(path)).text()
    expect(main.match(/CODECS="avc1[^"]*,(?:opus|mp4a.40.2)"/g)).toHaveLength(2)
    box.phase = 'closed'
    const whole = await fetch(path.replace('main', 'aac')).then((answer) => answer.text())
    const names = listed(whole)
    expect(names).toHaveLength(3)
    const parts = await Promise.all([/URI="([^"]+)"/.exec(whole)?.[1] ?? '', ...names].map(async (name) => new Uint8Array(await (await fetch(path.replace('main.m3u8', name))).arrayBuffer())))
    const { stdout, stderr } = await probeBytes(Buffer.concat(parts))
    expect(stderr).toBe('')
    const times = stdout.trim().split('\n').map(Number)
    expect(times.length).toBeGreaterThan(270)
    expect(times.every((time, index) => index === 0 || time - (times[index - 1] ?? 0) === 1024)).toBe(true)
    expect((times[0] ?? 0) / 48_000).toBeCloseTo(FILM_START / 1e6, 0)
  }, 60_000)
})

async function probeBytes(bytes: Uint8Array): Promise<{ stdout: string; stderr: string }> {
  const probing = run(FFPROBE, ['-v', 'warning', '-show_entries', 'packet=pts', '-of', 'csv=p=0', 'pipe:0'])
  probing.child.stdin?.end(bytes)
  return probing
}
