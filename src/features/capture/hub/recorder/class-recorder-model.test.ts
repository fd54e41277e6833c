import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { depacketiserOf } from '../../../../media/cmaf/depacketise.ts'
import { KEYFRAME_EVERY, payloadsOf, recordedVideo } from '../../../../media/testing/recorded-media.ts'
import type { VideoName } from '../../../../media/testing/recorded-media.ts'
import { FedRecorder, soundPackets, together, videoPackets } from '../../../../../testkit/fed-recorder.ts'
import type { ReadSample, Timed } from '../../../../../testkit/fed-recorder.ts'

/** What a bad link does to one packet: lost, late by so many milliseconds, or there twice. */
type Fate = { readonly lost: boolean; readonly lateMs: number; readonly twice: boolean }

const fate: fc.Arbitrary<Fate> = fc.record({
  lost: fc.integer({ min: 0, max: 99 }).map((roll) => roll < 4),
  lateMs: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 900 }) }),
  twice: fc.integer({ min: 0, max: 99 }).map((roll) => roll < 3),
})

function suffer(packets: readonly Timed[], fates: readonly Fate[]): Timed[] {
  return packets.flatMap((one, index) => {
    const { lost, lateMs, twice } = fates[index % fates.length] ?? { lost: false, lateMs: 0, twice: false }
    if (lost) return []
    const moved = { ...one, packet: { ...one.packet, arrival: one.packet.arrival + lateMs * 1000 } }
    return twice ? [moved, { ...moved, packet: { ...moved.packet, arrival: moved.packet.arrival + 7000 } }] : [moved]
  })
}

/** Where each picture of a fixture stands in it, by its bytes. */
function places(name: VideoName): Map<string, number> {
  const { codec, pictures } = recordedVideo(name)
  const depacketiser = depacketiserOf(codec, '')
  return new Map(pictures.map((units, index) => {
    for (const payload of payloadsOf(codec, units, index % KEYFRAME_EVERY === 0)) depacketiser.push(payload)
    return [Buffer.from(depacketiser.finish()?.data ?? []).toString('base64'), index]
  }))
}

/** Each picture but a keyframe follows the one it was made from: that one and no other stands before it. */
function expectDecodable(samples: readonly ReadSample[], place: ReadonlyMap<string, number>): void {
  const found = samples.map(({ data }) => place.get(data.toString('base64')) ?? NaN)
  expect(samples[0]?.key ?? true).toBe(true)
  samples.forEach(({ key }, index) => {
    expect(found[index]).not.toBeNaN()
    if (!key) expect(found[index]).toBe((found[index - 1] ?? NaN) + 1)
  })
}

describe('whatever a link does to its packets', () => {
  it.each<VideoName>(['h264-baseline-96x64', 'vp9-96x64', 'av1-96x64'])('a class in %s is cut into segments that can each be decoded in order', { timeout: 60_000 }, async (name) => {
    const place = places(name)
    await fc.assert(fc.asyncProperty(fc.array(fate, { minLength: 20, maxLength: 200 }), async (fates) => {
      const fed = new FedRecorder()
      fed.video(name)
      fed.sound()
      fed.feed(together(suffer(videoPackets(name, 7), fates), suffer(soundPackets(7), fates.toReversed())))
      fed.finish()
      for (const [index, segment] of fed.segments.entries()) {
        const before = fed.segments[index - 1]
        expect(segment.to).toBeGreaterThan(segment.from)
        expect(segment.from).toBeGreaterThanOrEqual(before?.to ?? 0)
        if (before && (before.to !== segment.from || before.parts.map(({ init }) => init).join() !== segment.parts.map(({ init }) => init).join())) expect(segment.discontinuity).toBe(true)
        // Nothing names an init segment that was not given, or crosses from one into another.
        for (const { init, track } of segment.parts) expect(fed.inits.get(init)?.track).toBe(track)
        const seen = await fed.read('video', [segment])
        expectDecodable(seen, place)
        for (const { time } of seen) expect(time * 1e6).toBeGreaterThan(segment.from - 20)
        for (const { time } of seen) expect(time * 1e6).toBeLessThan(segment.to + 20)
        const heard = await fed.read('audio', [segment])
        heard.forEach(({ time, duration }, at) => { if (at > 0) expect(time).toBeCloseTo((heard[at - 1]?.time ?? 0) + (heard[at - 1]?.duration ?? 0), 4); expect(duration).toBeLessThan(0.045) })
      }
    }), { numRuns: 12 })
  })
})
