import { Malformed } from '../../../kernel/failures.ts'
import type { Depacketiser, Picture } from '../depacketise.ts'
import type { TrackConfig } from '../track.ts'
import { leb128, readLeb128 } from './leb128.ts'
import { av1Config } from './sequence-header.ts'

/** AV1 over RTP (the Alliance's payload format 1.0) into temporal units whose units all say their size. */

const TYPE = { sequence: 1, delimiter: 2, tileList: 8, padding: 15 } as const
const MOST_OBUS = 256

export class Av1Depacketiser implements Depacketiser {
  #obus: Buffer[] = []
  /** What a packet left unfinished. */
  #open: Buffer | undefined
  #sequence: Buffer | undefined
  #config: TrackConfig | undefined
  #beginsSequence = false

  push(payload: Buffer): void {
    const [aggregation] = payload
    if (aggregation === undefined) throw new Malformed('av1 payload')
    const continues = (aggregation & 0x80) !== 0
    const goesOn = (aggregation & 0x40) !== 0
    if ((aggregation & 0x08) !== 0) this.#beginsSequence = true
    if (continues !== (this.#open !== undefined)) throw new Malformed('av1 payload')
    const carried = this.#open
    this.#open = undefined
    const elements = splitElements(payload, (aggregation >> 4) & 3)
    elements.forEach((element, index) => {
      const whole = index === 0 && carried ? Buffer.concat([carried, element]) : element
      if (index === elements.length - 1 && goesOn) this.#open = whole
      else this.#take(whole)
    })
  }

  #take(obu: Buffer): void {
    if (this.#obus.length >= MOST_OBUS || obu.length === 0) throw new Malformed('av1 picture')
    this.#obus.push(obu)
  }

  finish(): Picture | undefined {
    const obus = this.#obus
    const [isTorn, key] = [this.#open !== undefined, this.#beginsSequence]
    this.reset()
    if (isTorn) throw new Malformed('av1 payload')
    const kept = obus.filter((obu) => isKept(typeOf(obu)))
    if (kept.length === 0) return undefined
    const sequence = kept.find((obu) => typeOf(obu) === TYPE.sequence)
    if (sequence) this.#takeSequence(withSize(sequence))
    return { data: Buffer.concat(kept.map(withSize)), key: key && this.#config !== undefined, config: key ? this.#config : undefined }
  }

  #takeSequence(sequence: Buffer): void {
    if (this.#sequence?.equals(sequence)) return
    this.#sequence = sequence
    this.#config = av1Config(sequence)
  }

  reset(): void {
    this.#obus = []
    this.#open = undefined
    this.#beginsSequence = false
  }
}

function typeOf(obu: Buffer): number {
  return ((obu[0] ?? 0) >> 3) & 0x0f
}

/** AV1 in ISO media, section 2.4: no temporal delimiters, tile lists or padding. */
function isKept(type: number): boolean {
  return type !== TYPE.delimiter && type !== TYPE.tileList && type !== TYPE.padding
}

/** `count` elements, the last without a length; 0: all of them have one. */
function splitElements(payload: Buffer, count: number): Buffer[] {
  const elements: Buffer[] = []
  let at = 1
  while (at < payload.length) {
    const isLast = count > 0 && elements.length === count - 1
    const { value, bytes } = isLast ? { value: payload.length - at, bytes: 0 } : readLeb128(payload, at)
    const element = payload.subarray(at + bytes, at + bytes + value)
    if (value === 0 || element.length < value || (count > 0 && elements.length >= count)) throw new Malformed('av1 payload')
    elements.push(element)
    at += bytes + value
  }
  if (elements.length === 0 || (count > 0 && elements.length !== count)) throw new Malformed('av1 payload')
  return elements
}

/** On the wire the size is left out, since the packet says it. */
function withSize(obu: Buffer): Buffer {
  const [header = 0] = obu
  if ((header & 0x02) !== 0) return obu
  const headerBytes = (header & 0x04) !== 0 ? 2 : 1
  const content = obu.subarray(headerBytes)
  return Buffer.concat([Buffer.of(header | 0x02), obu.subarray(1, headerBytes), leb128(content.length), content])
}
