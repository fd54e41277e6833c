import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Malformed } from '../../kernel/failures.ts'
import { KEYFRAME_EVERY, payloadsOf, recordedVideo } from '../testing/recorded-media.ts'
import type { VideoName } from '../testing/recorded-media.ts'
import { depacketiserOf } from './depacketise.ts'
import type { Picture } from './depacketise.ts'

const NAMES: readonly VideoName[] = ['h264-baseline-96x64', 'h264-high-160x96', 'vp9-96x64', 'av1-96x64']

function picture(codec: 'H264' | 'VP9' | 'AV1', payloads: readonly Buffer[], parameters = ''): Picture | undefined {
  const depacketiser = depacketiserOf(codec, parameters)
  for (const payload of payloads) depacketiser.push(payload)
  return depacketiser.finish()
}

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')

describe('pictures from payloads', () => {
  it.each(NAMES)('of %s come out the same however they were cut', (name) => {
    const { codec, pictures, width, height } = recordedVideo(name)
    const whole = depacketiserOf(codec, '')
    const cut = depacketiserOf(codec, '')
    pictures.forEach((units, index) => {
      const key = index % KEYFRAME_EVERY === 0
      for (const payload of payloadsOf(codec, units, key, 60_000)) whole.push(payload)
      for (const payload of payloadsOf(codec, units, key, 100)) cut.push(payload)
      const [one, other] = [whole.finish(), cut.finish()]
      expect(one?.data.length).toBeGreaterThan(0)
      expect(Buffer.from(one?.data ?? []).equals(Buffer.from(other?.data ?? []))).toBe(true)
      expect(one?.key).toBe(key)
      if (key) expect(one?.config).toMatchObject({ track: 'video', width, height })
    })
  })

  it('name their codec as players ask for it', () => {
    const codecs = NAMES.map((name) => {
      const { codec, pictures } = recordedVideo(name)
      const config = picture(codec, payloadsOf(codec, pictures[0] ?? [], true))?.config
      return config?.codec
    })
    expect(codecs).toEqual(['avc1.42c00a', 'avc1.64000a', 'vp09.00.10.08', 'av01.0.00M.08'])
  })

  it('of H.264 take their parameter sets from the offer when none come with them', () => {
    const { pictures } = recordedVideo('h264-baseline-96x64')
    const [sps = Buffer.alloc(0), pps = Buffer.alloc(0), slice = Buffer.alloc(0)] = pictures[0] ?? []
    const parameters = `packetization-mode=1; sprop-parameter-sets=${sps.toString('base64')},${pps.toString('base64')}; profile-level-id=42c00a`
    expect(picture('H264', [slice], parameters)?.config).toMatchObject({ codec: 'avc1.42c00a', width: 96 })
    expect(picture('H264', [slice])?.config).toBeUndefined()
    expect(picture('H264', [slice], 'sprop-parameter-sets=!!!,AAAA')?.config).toBeUndefined()
  })

  it('of H.264 with other parameter sets than before have another configuration, with repeated ones the same', () => {
    const depacketiser = depacketiserOf('H264', '')
    const configs = (['h264-baseline-96x64', 'h264-baseline-96x64', 'h264-high-160x96'] as const).map((name) => {
      for (const payload of payloadsOf('H264', recordedVideo(name).pictures[0] ?? [], true)) depacketiser.push(payload)
      return depacketiser.finish()?.config
    })
    expect(configs[0]).toBe(configs[1])
    expect(configs[2]).toMatchObject({ width: 160, height: 96 })
  })

  it('that hold no picture are none', () => {
    const [sps = Buffer.alloc(0), pps = Buffer.alloc(0)] = recordedVideo('h264-baseline-96x64').pictures[0] ?? []
    expect(picture('H264', [sps, pps])).toBeUndefined()
    expect(picture('H264', [hex('0c ff ff 80')])).toBeUndefined()
    expect(picture('VP9', [])).toBeUndefined()
    expect(picture('AV1', [hex('10 12 00')])).toBeUndefined()
  })

  it('of VP9 leave out the spatial layers above the first', () => {
    const [units = []] = recordedVideo('vp9-96x64').pictures
    const frame = Buffer.concat(units)
    // With layer indices: the frame as layer 0, something as layer 1.
    const lower = Buffer.concat([hex('2c 00 01'), frame])
    expect(picture('VP9', [lower, hex('2c 02 01 aa bb')])?.data.length).toBe(frame.length)
  })
})

describe('payloads that are none', () => {
  const vectors = JSON.parse(readFileSync(new URL('../../../fixtures/segments/invalid/payloads.json', import.meta.url), 'utf8')) as { codec: 'H264' | 'VP9' | 'AV1'; why: string; payloads: string[] }[]

  it.each(vectors)('$codec: $why', ({ codec, payloads }) => {
    expect(() => picture(codec, payloads.map(hex))).toThrow(Malformed)
  })

  it.each(['H264', 'VP9', 'AV1'] as const)('of %s, of any bytes, are refused as malformed or give a picture, and leave the next one as it is', (codec) => {
    const { pictures } = recordedVideo(codec === 'H264' ? 'h264-baseline-96x64' : codec === 'VP9' ? 'vp9-96x64' : 'av1-96x64')
    const good = payloadsOf(codec, pictures[0] ?? [], true)
    const expected = picture(codec, good)
    fc.assert(fc.property(fc.array(fc.uint8Array({ minLength: 0, maxLength: 60 }), { minLength: 1, maxLength: 4 }), (payloads) => {
      const depacketiser = depacketiserOf(codec, '')
      try {
        for (const payload of payloads) depacketiser.push(Buffer.from(payload))
        depacketiser.finish()
      } catch (error) {
        expect(error).toBeInstanceOf(Malformed)
      }
      depacketiser.reset()
      for (const payload of good) depacketiser.push(payload)
      expect(depacketiser.finish()?.data.length).toBe(expected?.data.length)
    }))
  })
})
