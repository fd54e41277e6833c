import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PublisherClock, StreamClock, WindowedMinimum } from './stream-clock.ts'

const SECOND = 1_000_000

describe('the clock of a stream', () => {
  it('takes the fastest packets for the time of all, whatever the network delays', () => {
    fc.assert(fc.property(fc.array(fc.nat(80_000), { minLength: 20, maxLength: 100 }), fc.integer({ min: 0, max: 0xffff_ffff }), (delays, start) => {
      const clock = new StreamClock(90_000, new PublisherClock())
      const sentAt = (frame: number): number => SECOND + Math.round((frame * SECOND) / 30)
      delays.forEach((delay, frame) => clock.observe((start + frame * 3000) >>> 0, sentAt(frame) + delay))
      const least = Math.min(...delays)
      expect(Math.abs(clock.hubTimeOf(start) - (SECOND + least))).toBeLessThan(2)
    }))
  })

  it('keeps sound and picture of one publisher together by its sender reports', () => {
    const publisher = new PublisherClock()
    const [audio, video] = [new StreamClock(48_000, publisher), new StreamClock(90_000, publisher)]
    const ntp = 1_700_000_000 * SECOND
    audio.onSenderReport({ ssrc: 1, ntpMicros: ntp, ntpMiddle: 0, timestamp: 4_800 })
    video.onSenderReport({ ssrc: 2, ntpMicros: ntp, ntpMiddle: 0, timestamp: 90_000 })
    // Sound arrives 5 ms after it was captured, picture 60 ms.
    audio.observe(4_800, 10 * SECOND + 5000)
    video.observe(90_000, 10 * SECOND + 60_000)
    expect(video.hubTimeOf(90_000)).toBe(audio.hubTimeOf(4_800))
    expect(audio.hubTimeOf(4_800)).toBe(10 * SECOND + 5000)
    expect(video.quality).toBe('arrival')
  })

  it('gives the time of capture once the publisher told its own clock', () => {
    const publisher = new PublisherClock()
    const video = new StreamClock(90_000, publisher)
    video.observe(0, 10 * SECOND)
    publisher.give(-1000 * SECOND)
    expect(video.quality).toBe('arrival')
    video.onSenderReport({ ssrc: 2, ntpMicros: 1009 * SECOND, ntpMiddle: 0, timestamp: 9_000 })
    expect(video.quality).toBe('capture')
    expect(video.hubTimeOf(18_000)).toBe(9 * SECOND + 100_000)
  })

  it('follows a clock that drifts, forgetting minima of long ago', () => {
    const minimum = new WindowedMinimum(10 * SECOND)
    minimum.add(5, 0)
    minimum.add(9, 11 * SECOND)
    expect(minimum.value).toBe(5)
    minimum.add(8, 22 * SECOND)
    expect(minimum.value).toBe(8)
    minimum.add(20, 60 * SECOND)
    expect(minimum.value).toBe(20)
  })
})
