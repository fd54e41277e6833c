import { Malformed } from '../../../kernel/failures.ts'
import type { Depacketiser, Picture } from '../depacketise.ts'
import type { TrackConfig } from '../track.ts'
import { avcConfig } from './parameter-sets.ts'

/** H.264 over RTP (RFC 6184, packetization mode 1) into length-prefixed units (ISO/IEC 14496-15). */

const TYPE = { slice: 1, idr: 5, sps: 7, pps: 8, delimiter: 9, filler: 12, stapA: 24, fuA: 28 } as const
/** More than any picture has; beyond it a sender is not honest. */
const MOST_UNITS = 1024

export class H264Depacketiser implements Depacketiser {
  #units: Buffer[] = []
  #fragments: Buffer[] = []
  #sps: readonly Buffer[]
  #pps: readonly Buffer[]
  #config: TrackConfig | undefined

  /** Parameter sets may come in the offer alone (`sprop-parameter-sets`). */
  constructor(parameters: string) {
    const offered = offeredSets(parameters)
    this.#sps = offered.filter((unit) => typeOf(unit) === TYPE.sps)
    this.#pps = offered.filter((unit) => typeOf(unit) === TYPE.pps)
  }

  push(payload: Buffer): void {
    const type = typeOf(payload)
    if (type === TYPE.fuA) this.#fragment(payload)
    else if (type === TYPE.stapA) this.#aggregate(payload)
    else if (type > 0 && type < TYPE.stapA) this.#unit(payload)
    else throw new Malformed('h264 payload')
  }

  #unit(unit: Buffer): void {
    if (this.#units.length >= MOST_UNITS) throw new Malformed('h264 picture')
    this.#units.push(unit)
  }

  #aggregate(payload: Buffer): void {
    let at = 1
    while (at < payload.length) {
      if (at + 2 > payload.length) throw new Malformed('h264 aggregate')
      const length = payload.readUInt16BE(at)
      const unit = payload.subarray(at + 2, at + 2 + length)
      if (length === 0 || unit.length < length) throw new Malformed('h264 aggregate')
      this.#unit(unit)
      at += 2 + length
    }
  }

  #fragment(payload: Buffer): void {
    const [indicator, header] = payload
    if (indicator === undefined || header === undefined) throw new Malformed('h264 fragment')
    const starts = (header & 0x80) !== 0
    if (starts !== (this.#fragments.length === 0)) throw new Malformed('h264 fragment')
    if (starts) this.#fragments.push(Buffer.of((indicator & 0xe0) | (header & 0x1f)))
    this.#fragments.push(payload.subarray(2))
    if ((header & 0x40) === 0) return
    this.#unit(Buffer.concat(this.#fragments))
    this.#fragments = []
  }

  finish(): Picture | undefined {
    const units = this.#units
    const isTorn = this.#fragments.length > 0
    this.reset()
    if (isTorn) throw new Malformed('h264 fragment')
    this.#takeSets(units)
    const kept = units.filter((unit) => isKept(typeOf(unit)))
    if (!kept.some((unit) => isPicture(typeOf(unit)))) return undefined
    const key = kept.some((unit) => typeOf(unit) === TYPE.idr)
    return { data: lengthPrefixed(kept), key, config: key ? this.#config ??= this.#newConfig() : undefined }
  }

  /** Sets of another content than before describe another stream; sets that are repeated change nothing. */
  #takeSets(units: readonly Buffer[]): void {
    const sps = units.filter((unit) => typeOf(unit) === TYPE.sps)
    const pps = units.filter((unit) => typeOf(unit) === TYPE.pps)
    if (sps.length > 0 && !sameUnits(sps, this.#sps)) {
      this.#sps = sps
      this.#pps = []
      this.#config = undefined
    }
    if (pps.length > 0 && !sameUnits(pps, this.#pps)) {
      this.#pps = pps
      this.#config = undefined
    }
  }

  #newConfig(): TrackConfig | undefined {
    return this.#sps.length > 0 && this.#pps.length > 0 ? avcConfig(this.#sps, this.#pps) : undefined
  }

  reset(): void {
    this.#units = []
    this.#fragments = []
  }
}

function typeOf(unit: Buffer): number {
  return (unit[0] ?? 0) & 0x1f
}

function isPicture(type: number): boolean {
  return type >= TYPE.slice && type <= TYPE.idr
}

/** Parameter sets lie in the init segment (`avc1`); what only fills or separates needs no place in a file. */
function isKept(type: number): boolean {
  return type !== TYPE.sps && type !== TYPE.pps && type !== TYPE.delimiter && type !== TYPE.filler
}

function lengthPrefixed(units: readonly Buffer[]): Buffer {
  const out = Buffer.allocUnsafeSlow(units.reduce((sum, unit) => sum + 4 + unit.length, 0))
  let at = 0
  for (const unit of units) {
    at = out.writeUInt32BE(unit.length, at)
    at += unit.copy(out, at)
  }
  return out
}

function sameUnits(a: readonly Buffer[], b: readonly Buffer[]): boolean {
  return a.length === b.length && a.every((unit, index) => b[index]?.equals(unit))
}

/** RFC 6184 section 8.1. What is no base64 gives units that are no parameter sets, and is passed over. */
function offeredSets(parameters: string): Buffer[] {
  const sets = /(?:^|;)\s*sprop-parameter-sets\s*=\s*([^;\s]+)/i.exec(parameters)?.[1] ?? ''
  return sets.split(',').map((text) => Buffer.from(text, 'base64')).filter((unit) => unit.length > 3)
}
