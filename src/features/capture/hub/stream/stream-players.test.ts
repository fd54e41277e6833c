import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FFMPEG, FFPROBE, FILM_START, hasFfmpeg, makeFilm } from '../../../../../testkit/streams/film.ts'
import { StreamBox } from '../../../../../testkit/streams/stream-box.ts'
import { openReplay } from '../replay/open-replay.ts'
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
  let box: StreamBox
  let base: string

  beforeAll(async () => {
    box = new StreamBox(await makeFilm(6))
    base = await box.listen()
    for (const number of [0, 1, 2]) {
      box.show(number, FILM_START)
      await box.seal(number, FILM_START)
    }
  }, 60_000)
  afterAll(() => box[Symbol.asyncDispose]())

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

  it('read the live window of a class that is over to its end', async () => {
    box.phase = 'live'
    const { path } = openStream(box.deps, box.code, null)
    await box.door.answer({ method: 'GET', path, headers: [], body: new Uint8Array(), address: '', trust: 'plain' })
    await box.door.answer({ method: 'GET', path: path.replace('main', 'video'), headers: [], body: new Uint8Array(), address: '', trust: 'plain' })
    const { errors, times } = await packets(base + path, '-live_start_index', '0', '-read_intervals', '%+4')
    expect(errors).toBe('')
    expect(times['video']?.length).toBeGreaterThan(60)
  }, 60_000)
})
