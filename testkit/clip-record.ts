import { CLASS } from './recording-world.ts'
import { FedRecorder, soundPackets, START, together, videoPackets } from './fed-recorder.ts'
import { nodeCrypto } from '../src/platform/crypto-node.ts'
import type { ClosedSegment } from '../src/features/capture/hub/live-window.ts'
import type { Crypto } from '../src/kernel/crypto.ts'
import { Refused } from '../src/kernel/failures.ts'
import type { ClassCode, HubId } from '../src/kernel/ids.ts'
import { MICROS_PER_MS } from '../src/kernel/time.ts'
import type { WallTime } from '../src/kernel/time.ts'
import type { VideoName } from '../src/media/testing/recorded-media.ts'
import { chainSigner, newAuthority } from '../src/evidence/clip/authority.ts'
import type { ClipAuthority } from '../src/evidence/clip/authority.ts'
import { pem } from '../src/evidence/clip/certificate/certificate.ts'
import type { ClipRecord, ClipSegment, Replaced } from '../src/evidence/clip/clip.ts'
import { makeClip } from '../src/evidence/clip/make-clip.ts'
import type { ClipDeps, ClipFile, ClipOf } from '../src/evidence/clip/make-clip.ts'

export const HUB = 'hub_aaaaaaaaaaaaaaaa' as HubId
const WALL = 1_796_000_000_000

type Kept = ClosedSegment & { readonly boot: string; readonly replaced: Replaced | null }

/** A record in memory, of real recorders' segments, and what makes clips of it under an authority of its own. */
export class ClipWorld {
  readonly crypto: Crypto
  readonly authority: ClipAuthority
  readonly trusted: string
  readonly kept: Kept[] = []
  claimed: { from: WallTime; to: WallTime }[] = []
  readonly #inits = new Map<string, Uint8Array>()

  constructor(crypto: Crypto = nodeCrypto()) {
    this.crypto = crypto
    this.authority = newAuthority(HUB, crypto)
    this.trusted = pem(this.authority.authority)
  }

  /** `seconds` of a class go on record, `after` those that are there already. */
  add(name: VideoName | null, seconds: number, { after = 0, boot = 'aaaaaaaaaaaaaaaa' }: { readonly after?: number; readonly boot?: string } = {}): void {
    const fed = new FedRecorder()
    const from = START + after * 1_000_000
    if (name) fed.video(name)
    fed.sound()
    fed.feed(together(name ? videoPackets(name, seconds, from) : [], soundPackets(seconds, from)))
    fed.finish()
    for (const segment of fed.segments) this.kept.push({ ...segment, boot, replaced: null })
    for (const { sha256, bytes } of fed.inits.values()) this.#inits.set(sha256, bytes)
  }

  /** Of the segments from one number up to, not including, another. */
  replace(from: number, to: number, what: Replaced['what'] = ['sound']): void {
    for (let number = from; number < to; number += 1) {
      const one = this.kept[number]
      if (one) this.kept[number] = { ...one, replaced: { what, decided: [{ entry: { sequence: 1000 + number, hash: 'B'.repeat(43) }, time: { wall: WALL + 99_000, uncertainty: 50, quality: 'ntp' }, means: 'silence', claim: 'clm_aaaaaaaaaaaaaaaa' }] } }
    }
  }

  get segments(): ClipSegment[] {
    return this.kept.map(({ from, to, parts, boot, replaced }, number) => ({
      number, boot, from, to, wall: Math.round(WALL + (from - START) / MICROS_PER_MS) as WallTime,
      parts: parts.map(({ track, codec, bytes, init }) => ({ track, codec, bytes, init })), sealed: { sequence: 10 + number, hash: 'A'.repeat(43) }, replaced,
    }))
  }

  readonly record: ClipRecord = {
    hub: HUB,
    began: () => WALL as WallTime,
    claimed: () => this.claimed,
    segments: () => this.segments,
    init: (sha256) => this.#inits.get(sha256),
    open: (_, number) => {
      const one = this.kept[number]
      return one ? Promise.resolve(Buffer.concat(one.parts.map(({ content }) => content))) : Promise.reject(new Refused('SEGMENT_GONE'))
    },
    checkpoint: () => ({ size: 7, root: 'cm9vdA==', note: 'a note' }),
  }

  get deps(): ClipDeps {
    return { record: this.record, crypto: this.crypto, signer: () => chainSigner(this.authority, this.crypto) }
  }

  clip(of: Partial<ClipOf> = {}): Promise<ClipFile[]> {
    return makeClip(this.deps, { id: CLASS, code: 'AAAAAA' as ClassCode, span: { from: null, to: null }, mostBytes: Number.MAX_SAFE_INTEGER, ...of })
  }

  /** Each file, whole. */
  async files(of: Partial<ClipOf> = {}): Promise<Buffer[]> {
    return await Promise.all((await this.clip(of)).map(wholeOf))
  }
}

export async function wholeOf(file: ClipFile): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of file.pieces()) pieces.push(piece)
  return Buffer.concat(pieces)
}
