import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BufferSource, EncodedPacketSink, Input, MP4 } from 'mediabunny'
import { afterAll, describe, expect, it } from 'vitest'
import { ClipWorld } from '../../../testkit/clip-record.ts'
import type { VideoName } from '../../media/testing/recorded-media.ts'

/** What readers and decoders that are not ours make of the files. Without ffprobe on this machine there is one fewer to ask. */
const hasDecoder = spawnSync('ffprobe', ['-version']).status === 0
const folder = mkdtempSync(join(tmpdir(), 'lectern-clip-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Stream = { readonly codec_type: string; readonly codec_name: string; readonly nb_read_frames: string; readonly start_time: string; readonly duration: string }

function probe(file: Buffer): Stream[] {
  const path = join(folder, 'clip.mp4')
  writeFileSync(path, file)
  const { stdout, stderr } = spawnSync('ffprobe', ['-v', 'warning', '-count_frames', '-show_streams', '-of', 'json', path], { encoding: 'utf8' })
  expect(stderr).toBe('')
  return (JSON.parse(stdout) as { streams: Stream[] }).streams
}

/** Times of samples in seconds, and whether each can be started at. */
async function samples(file: Buffer, kind: 'video' | 'audio'): Promise<{ time: number; key: boolean }[]> {
  const input = new Input({ source: new BufferSource(file), formats: [MP4] })
  const track = kind === 'video' ? await input.getPrimaryVideoTrack() : await input.getPrimaryAudioTrack()
  if (!track) throw new Error(`no ${kind}`)
  const found: { time: number; key: boolean }[] = []
  for await (const { timestamp, type } of new EncodedPacketSink(track).packets()) found.push({ time: timestamp, key: type === 'key' })
  return found
}

async function only(world: ClipWorld): Promise<Buffer> {
  const [file, ...more] = await world.files()
  if (!file || more.length > 0) throw new Error('not one file')
  return file
}

describe('a player', () => {
  it.each<[VideoName, string]>([['h264-baseline-96x64', 'h264'], ['h264-high-160x96', 'h264'], ['vp9-96x64', 'vp9'], ['av1-96x64', 'av1']])('reads picture and sound of %s out of one file, from its beginning', async (name, codec) => {
    const world = new ClipWorld()
    world.add(name, 5)
    const file = await only(world)
    const [pictures, sounds] = [await samples(file, 'video'), await samples(file, 'audio')]
    expect(pictures).toHaveLength(75)
    expect(pictures[0]).toEqual({ time: 0, key: true })
    expect(sounds).toHaveLength(250)
    if (hasDecoder) expect(probe(file)).toMatchObject([{ codec_name: codec, nb_read_frames: '75' }, { codec_name: 'opus', nb_read_frames: '250' }])
  })

  it('decodes every picture where the size, profile and parameter sets of H.264 change within the file', async () => {
    const world = new ClipWorld()
    world.add('h264-baseline-96x64', 4)
    world.add('h264-high-160x96', 4, { after: 4 })
    world.add('h264-baseline-96x64', 4, { after: 8 })
    const file = await only(world)
    expect(await samples(file, 'video')).toHaveLength(180)
    if (hasDecoder) expect(probe(file)).toMatchObject([{ codec_name: 'h264', nb_read_frames: '180' }, { nb_read_frames: '600' }])
  })

  it('plays on without a pause over what is not recorded, and over a box that was restarted', async () => {
    const world = new ClipWorld()
    world.add('h264-baseline-96x64', 4)
    world.add('h264-baseline-96x64', 4, { after: 600 })
    world.add('h264-baseline-96x64', 4, { boot: 'bbbbbbbbbbbbbbbb' })
    const file = await only(world)
    for (const kind of ['video', 'audio'] as const) {
      const times = (await samples(file, kind)).map(({ time }) => time)
      expect(times.at(-1)).toBeLessThan(12.2)
      for (const [index, time] of times.entries()) if (index > 0) expect(time).toBeGreaterThan(times[index - 1] ?? 0)
    }
    if (hasDecoder) expect(probe(file)).toMatchObject([{ nb_read_frames: '180' }, { nb_read_frames: '600' }])
  })

  it('hears a class that has no picture at its beginning, or none at all', async () => {
    const world = new ClipWorld()
    world.add(null, 4)
    expect(await samples(await only(world), 'audio')).toHaveLength(200)
    world.add('vp9-96x64', 4, { after: 4 })
    const file = await only(world)
    expect((await samples(file, 'video'))[0]?.time).toBeCloseTo(4, 1)
    if (hasDecoder) expect(probe(file)).toMatchObject([{ nb_read_frames: '60' }, { nb_read_frames: '400' }])
  })
})
