import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { VideoName } from '../../../../media/testing/recorded-media.ts'
import { FedRecorder, soundPackets, together, videoPackets } from '../../../../../testkit/fed-recorder.ts'

/** What a decoder that is not ours makes of the files. Without one on this machine there is nothing to ask. */
const hasDecoder = spawnSync('ffprobe', ['-version']).status === 0
const folder = mkdtempSync(join(tmpdir(), 'lectern-probe-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Probe = { streams: { codec_name: string; width?: number; height?: number; nb_read_frames: string; time_base: string }[] }

function probe(file: string): Probe['streams'][number] | undefined {
  const { stdout, stderr } = spawnSync('ffprobe', ['-v', 'warning', '-count_frames', '-show_streams', '-of', 'json', file], { encoding: 'utf8' })
  expect(stderr).toBe('')
  return (JSON.parse(stdout) as Probe).streams[0]
}

function written(fed: FedRecorder, track: 'audio' | 'video'): string {
  const parts = fed.segments.flatMap((segment) => segment.parts.filter((part) => part.track === track))
  const file = join(folder, `${track}.mp4`)
  writeFileSync(file, Buffer.concat([fed.inits.get(parts[0]?.init ?? '')?.bytes ?? Buffer.alloc(0), ...parts.map(({ content }) => content)]))
  return file
}

describe.runIf(hasDecoder)('another decoder', () => {
  it.each<[VideoName, string, number]>([['h264-baseline-96x64', 'h264', 96], ['h264-high-160x96', 'h264', 160], ['vp9-96x64', 'vp9', 96], ['av1-96x64', 'av1', 96]])(
    'decodes every picture of %s and every packet of sound', (name, codec, width) => {
      const fed = new FedRecorder()
      fed.video(name)
      fed.sound()
      fed.feed(together(videoPackets(name, 5), soundPackets(5)))
      fed.finish()
      expect(probe(written(fed, 'video'))).toMatchObject({ codec_name: codec, width, nb_read_frames: '75', time_base: '1/90000' })
      expect(probe(written(fed, 'audio'))).toMatchObject({ codec_name: 'opus', nb_read_frames: '250' })
    })

  it('decodes without a complaint what is left when packets were lost', () => {
    const fed = new FedRecorder()
    fed.video('h264-baseline-96x64')
    fed.sound()
    const lost = new Set([20, 21, 70, 71, 72, 120, 260])
    fed.feed(together(videoPackets('h264-baseline-96x64', 9).filter((_, index) => !lost.has(index)), soundPackets(9).filter((_, index) => !lost.has(index))))
    fed.finish()
    expect(Number(probe(written(fed, 'video'))?.nb_read_frames)).toBeGreaterThan(60)
    expect(probe(written(fed, 'audio'))?.nb_read_frames).toBe('450')
  })
})
