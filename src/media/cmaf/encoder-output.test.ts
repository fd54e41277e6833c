import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Malformed } from '../../kernel/failures.ts'
import { picturesOfStream } from './h264/annex-b.ts'
import { blackH264 } from './h264/black.ts'
import { framesOfIvf } from './vp9/ivf.ts'

const START = Buffer.of(0, 0, 0, 1)
const DELIMITER = Buffer.of(9, 0x10)

/** A black picture as an encoder would write it. */
function stream(count: number): Buffer {
  const { data } = blackH264({ width: 32, height: 32, level: 31, turn: 0 })
  const units: Buffer[] = []
  for (let at = 0; at < data.length;) {
    const length = Buffer.from(data).readUInt32BE(at)
    units.push(Buffer.from(data.subarray(at + 4, at + 4 + length)))
    at += 4 + length
  }
  return Buffer.concat(Array.from({ length: count }, () => [START, DELIMITER, ...units.flatMap((unit) => [START, unit])]).flat())
}

describe('an encoder’s H.264', () => {
  it('is split into pictures as they lie in a file, with their sets', () => {
    const { data, config } = blackH264({ width: 32, height: 32, level: 31, turn: 0 })
    expect(picturesOfStream(stream(3))).toEqual({ config, pictures: [data, data, data].map((one) => Buffer.from(one)) })
  })

  it('with information units and start codes of three bytes is the same', () => {
    const three = Buffer.from(stream(1).toString('hex').replaceAll('00000001', '000001'), 'hex')
    expect(picturesOfStream(Buffer.concat([three.subarray(0, 5), Buffer.of(0, 0, 1, 6, 5, 1), three.subarray(5)]))).toEqual(picturesOfStream(stream(1)))
  })

  it('that is cut, empty, without delimiters or of other units is refused', () => {
    for (const bytes of [Buffer.alloc(0), START, Buffer.concat([START, DELIMITER]), stream(1).subarray(6), Buffer.concat([stream(1), START, Buffer.of(0x0c, 1)]), Buffer.concat([stream(1), START, DELIMITER])]) {
      expect(() => picturesOfStream(bytes)).toThrow(Malformed)
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(() => picturesOfStream(bytes)).toThrow(Malformed)
    }))
  })
})

describe('an IVF file', () => {
  const frame = (bytes: readonly number[]): Buffer => Buffer.concat([Buffer.of(bytes.length, 0, 0, 0), Buffer.alloc(8), Buffer.from(bytes)])
  const head = Buffer.alloc(32)
  head.write('DKIF', 'latin1')
  head.writeUInt16LE(32, 6)

  it('is split into its frames', () => {
    expect(framesOfIvf(Buffer.concat([head, frame([1, 2]), frame([3])])).map((one) => [...one])).toEqual([[1, 2], [3]])
    expect(framesOfIvf(head)).toEqual([])
  })

  it('that is cut, or is none, is refused', () => {
    const whole = Buffer.concat([head, frame([1, 2]), frame([3])])
    for (const length of [0, 10, 31, 40, 45, 47, 58]) expect(() => framesOfIvf(whole.subarray(0, length))).toThrow(Malformed)
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(() => framesOfIvf(bytes)).toThrow(Malformed)
    }))
  })

  it.runIf(spawnSync('ffmpeg', ['-version']).status === 0)('from an encoder has as many frames as it was given', () => {
    const { stdout } = spawnSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=64x64:rate=10', '-t', '1', '-c:v', 'libvpx-vp9', '-lag-in-frames', '0', '-auto-alt-ref', '0', '-f', 'ivf', 'pipe:1'])
    expect(framesOfIvf(stdout)).toHaveLength(10)
  })
})
