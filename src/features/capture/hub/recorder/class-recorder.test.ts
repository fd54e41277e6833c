import { describe, expect, it } from 'vitest'
import { recordedVideo } from '../../../../media/testing/recorded-media.ts'
import type { VideoName } from '../../../../media/testing/recorded-media.ts'
import { FedRecorder, soundPackets, START, together, videoPackets } from '../../../../../testkit/fed-recorder.ts'

const spans = ({ segments }: FedRecorder): [number, number][] => segments.map(({ from, to }) => [(from - START) / 1e6, (to - START) / 1e6])
const tracks = ({ segments }: FedRecorder): string[] => segments.map(({ parts }) => parts.map(({ track }) => track).join('+'))

describe('a class with picture and sound', () => {
  it.each<VideoName>(['h264-baseline-96x64', 'h264-high-160x96', 'vp9-96x64', 'av1-96x64'])('of %s is cut at its keyframes, both tracks at the same instants', async (name) => {
    const fed = new FedRecorder()
    fed.video(name)
    fed.sound()
    fed.feed(together(videoPackets(name, 7), soundPackets(7)))
    fed.finish()
    expect(spans(fed).slice(0, 3)).toEqual([[0, 2], [2, 4], [4, 6]])
    expect(tracks(fed)).toEqual(Array(4).fill('video+audio'))
    expect(fed.segments.map(({ discontinuity }) => discontinuity)).toEqual([true, false, false, false])
    const { codec, pictures } = recordedVideo(name)
    const seen = await fed.read('video')
    expect(seen).toHaveLength(105)
    expect(seen.map(({ key }) => key)).toEqual(Array.from({ length: 105 }, (_, index) => index % 30 === 0))
    seen.forEach(({ time }, index) => expect(time).toBeCloseTo(START / 1e6 + index / 15, 4))
    // Nothing was encoded anew: the picture's own bytes are in the file.
    if (codec === 'VP9') expect(seen[1]?.data.equals(pictures[1]?.[0] ?? Buffer.alloc(0))).toBe(true)
    const heard = await fed.read('audio')
    expect(heard).toHaveLength(350)
    heard.forEach(({ time, duration }, index) => {
      expect(time).toBeCloseTo(START / 1e6 + index * 0.02, 4)
      expect(duration).toBeCloseTo(0.02, 4)
    })
  })

  it('names the size and codec of its picture in one init segment a track', () => {
    const fed = new FedRecorder()
    fed.video('h264-baseline-96x64')
    fed.sound()
    fed.feed(together(videoPackets('h264-baseline-96x64', 5), soundPackets(5)))
    expect([...fed.inits.values()].map(({ track, codec, size }) => [track, codec, size])).toEqual([
      ['video', 'avc1.42c00a', { width: 96, height: 64 }], ['audio', 'opus', null],
    ])
  })

  it('waits for a packet that is late, and gives every picture in order', async () => {
    const fed = new FedRecorder()
    fed.video('h264-baseline-96x64')
    const packets = videoPackets('h264-baseline-96x64', 5)
    const late = packets[40]
    expect(late).toBeDefined()
    if (!late) return
    const moved = { ...late, packet: { ...late.packet, arrival: late.packet.arrival + 300_000 } }
    fed.feed(together(packets.filter((one) => one !== late), [moved]))
    fed.finish()
    expect(await fed.read('video')).toHaveLength(75)
  })

  it('goes on at the next keyframe when a packet never comes, and what came before lasts until then', async () => {
    const fed = new FedRecorder()
    fed.video('h264-baseline-96x64')
    fed.sound()
    const packets = videoPackets('h264-baseline-96x64', 8)
    const lost = packets.findIndex(({ packet }) => packet.hubTime > START + 1_000_000)
    fed.feed(together(packets.filter((_, index) => index !== lost), soundPackets(8)))
    fed.finish()
    const seen = await fed.read('video')
    const gap = seen.findIndex(({ duration }) => duration > 0.5)
    expect(gap).toBeGreaterThan(10)
    expect(seen[gap + 1]?.key).toBe(true)
    expect((seen[gap + 1]?.time ?? 0) - START / 1e6).toBeCloseTo(2, 4)
    expect(seen).toHaveLength(120 - (30 - gap - 1))
    expect(fed.keyframesWanted).toBeGreaterThan(0)
    expect(await fed.read('audio')).toHaveLength(400)
  })

  it('fills lost sound with silence, so that what follows keeps its place', async () => {
    const fed = new FedRecorder()
    fed.sound()
    fed.feed(soundPackets(6).filter((_, index) => index < 60 || index >= 65))
    fed.finish()
    const heard = await fed.read('audio')
    expect(heard).toHaveLength(300)
    expect(heard.slice(59, 66).map(({ data }) => data.length === 3)).toEqual([false, true, true, true, true, true, false])
    expect(heard[65]?.time).toBeCloseTo(START / 1e6 + 1.3, 4)
  })

  it('begins another init segment, with a discontinuity, when the picture changes its size', async () => {
    const fed = new FedRecorder()
    fed.video('h264-baseline-96x64')
    fed.sound()
    const sound = soundPackets(8)
    fed.feed(together(videoPackets('h264-baseline-96x64', 3), sound.slice(0, 150)))
    fed.video('h264-high-160x96', 3)
    fed.feed(together(videoPackets('h264-high-160x96', 5, START + 3_000_000, 3), sound.slice(150)))
    fed.finish()
    const sizes = fed.segments.map(({ parts }) => fed.inits.get(parts[0]?.init ?? '')?.size?.width)
    expect(sizes).toEqual([96, 96, 160, 160, 160])
    expect(fed.segments.map(({ discontinuity }) => discontinuity)).toEqual([true, false, true, false, false])
    expect(spans(fed)[1]).toEqual([2, 3])
    expect(await fed.read('video')).toHaveLength(120)
  })

  it('goes on as sound when the picture stops, and takes the picture in again at its next keyframe', async () => {
    const fed = new FedRecorder()
    fed.video('h264-baseline-96x64')
    fed.sound()
    const picture = [...videoPackets('h264-baseline-96x64', 3), ...videoPackets('h264-baseline-96x64', 4, START + 10_000_000, 3)]
    const sound = soundPackets(14)
    fed.feed(together(picture.filter(({ packet }) => packet.stream === 1), sound.slice(0, 500)))
    fed.video('h264-baseline-96x64', 3)
    fed.feed(together(picture.filter(({ packet }) => packet.stream === 3), sound.slice(500)))
    fed.finish()
    expect(tracks(fed).join()).toMatch(/^video\+audio,video\+audio,(audio,)+video\+audio,video\+audio/)
    expect(await fed.read('audio')).toHaveLength(700)
    for (const [index, { from }] of fed.segments.slice(1).entries()) expect(from).toBe(fed.segments[index]?.to)
  })
})

describe('a class without a picture', () => {
  it('is cut every two seconds', () => {
    const fed = new FedRecorder()
    fed.sound()
    fed.feed(soundPackets(7))
    fed.finish()
    expect(spans(fed)).toEqual([[0, 2], [2, 4], [4, 6], [6, 7]])
    expect(tracks(fed)).toEqual(Array(4).fill('audio'))
  })

  it('is what a picture that no file can hold leaves', () => {
    const fed = new FedRecorder()
    fed.recorder.onStream({ stream: 1, kind: 'video', codec: 'VP8', clockRate: 90_000, parameters: '' }, START)
    fed.sound()
    fed.feed(soundPackets(5))
    expect(tracks(fed)).toEqual(['audio', 'audio'])
  })

  it('begins with sound alone when no keyframe comes within a second of it', () => {
    const fed = new FedRecorder()
    fed.video('h264-baseline-96x64')
    fed.sound()
    fed.feed(soundPackets(5))
    expect(tracks(fed)).toEqual(['audio', 'audio'])
    expect(fed.keyframesWanted).toBeGreaterThan(1)
  })
})

describe('a class of which nothing comes', () => {
  it('is not cut at all', () => {
    const fed = new FedRecorder()
    fed.video('h264-baseline-96x64')
    fed.sound()
    fed.until(START + 20_000_000)
    fed.finish()
    expect(fed.segments).toEqual([])
  })
})
