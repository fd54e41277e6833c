import type { InitSegment, LiveSegment } from '../../src/features/capture/hub/segments.ts'
import { DiskRoom } from '../../src/features/capture/hub/recorder/disk-room.ts'
import { Sealer } from '../../src/features/capture/hub/recorder/sealer.ts'
import { consentStated } from '../../src/features/privacy/wire/entries.ts'
import { base64url, hex } from '../../src/kernel/bytes.ts'
import type { Crypto } from '../../src/kernel/crypto.ts'
import type { ClassCode, ClassId } from '../../src/kernel/ids.ts'
import { newId, personIdOf } from '../../src/kernel/ids.ts'
import { signStatement } from '../../src/kernel/statement.ts'
import { hubTime, MICROS_PER_SECOND } from '../../src/kernel/time.ts'
import type { WallTime } from '../../src/kernel/time.ts'
import type { Blobs } from '../../src/platform/blobs.ts'
import type { HubClock } from '../../src/platform/clock.ts'
import type { Journal } from '../../src/platform/journal/journal.ts'
import { processTimers } from '../../src/platform/timers.ts'

export const CLASS = `cls_${'a'.repeat(16)}` as ClassId
export const CODE = 'K7M4QX' as ClassCode
const SEGMENT_SECONDS = 2
const AUDIO_KBIT = 64
/** In a class with hands, cues and answers somebody does something every few seconds; each learner is heard of this often. */
const SECONDS_PER_ACT = 120
const SECONDS_PER_CUE = 30

type ClassSize = { readonly minutes: number; readonly learners: number; readonly kbit: number }
type MadeClass = ClassSize & { readonly journal: Journal; readonly blobs: Blobs; readonly crypto: Crypto; readonly clock: HubClock; readonly folder: string }

/** Puts a made-up class on record as a box does: consents, cues, hands, and its media sealed segment by segment. Answers what sealing cost. */
export async function recordClass(record: MadeClass): Promise<{ readonly cpuSeconds: number }> {
  const { journal, minutes } = record
  const put = (kind: string, body: Parameters<typeof journal.defer>[0]['body']): void => journal.defer({ kind, classId: CLASS, actor: 'dev_aaaaaaaaaaaaaaaa', body })
  journal.transact((tx) => tx.append({ kind: 'live.class-made.1', classId: CLASS, actor: 'dev_aaaaaaaaaaaaaaaa', body: { code: CODE }, private: { title: 'Two hours' } }))
  for (let learner = 0; learner < record.learners; learner += 1) consent(record)
  journal.transact((tx) => tx.append({ kind: 'live.class-begun.1', classId: CLASS, actor: 'dev_aaaaaaaaaaaaaaaa', body: { at: record.clock.now() } }))
  const seal = sealing(record)
  for (let second = 0; second < minutes * 60; second += SEGMENT_SECONDS) {
    if (second % SECONDS_PER_CUE === 0) put('live.cue-pressed.1', { cue: newId('cue', record.crypto), kind: 'go', pressedAt: second, at: second })
    if (second % SECONDS_PER_ACT === 0) for (let learner = 0; learner < record.learners; learner += 1) put('live.hand-raised.1', { seat: newId('seat', record.crypto), up: true, at: second })
    journal.flush()
    await seal.next(second)
  }
  return { cpuSeconds: seal.cpuSeconds() }
}

function consent({ journal, crypto, clock }: MadeClass): void {
  const secret = crypto.ed25519.newSecretKey()
  const person = personIdOf(crypto.ed25519.publicKey(secret), crypto)
  const choices = { heard: true, seen: false, answers: true, analytics: true, contact: false }
  const notice = { sha256: base64url(crypto.sha256(Uint8Array.of(1))), language: 'en' }
  const statement = signStatement({ kind: 'consent', class: CLASS, at: clock.wall() as WallTime, said: { choices, notice } }, secret, crypto)
  journal.transact((tx) => tx.append({ kind: consentStated.kind, classId: CLASS, actor: person, body: { person, by: 'self', choices, notice, statement }, private: { name: 'Ana' } }))
}

/** The box's own sealer, given segments of random bytes one after another; what it takes of the processor is counted without their making. */
function sealing({ journal, blobs, crypto, clock, folder, kbit }: MadeClass): { next(second: number): Promise<void>; cpuSeconds(): number } {
  const fault = (error: unknown): void => { throw error }
  const sealer = new Sealer({
    journal, crypto, timers: processTimers(), blobs, room: new DiskRoom(folder, () => clock.now()), onState: () => undefined, onFault: fault, onKept: () => undefined,
  })
  const bytesOf = (rate: number): number => (rate * 1000 * SEGMENT_SECONDS) / 8
  const inits = (['video', 'audio'] as const).map((track): InitSegment => {
    const bytes = crypto.randomBytes(700)
    return { sha256: hex(crypto.sha256(bytes)), track, codec: track === 'video' ? 'avc1.42c01f' : 'opus', bytes, size: track === 'video' ? { width: 1280, height: 720 } : null }
  })
  let micros = 0
  return {
    next: async (second) => {
      const parts: LiveSegment['parts'] = inits.map(({ track, codec, sha256 }) => {
        const content = crypto.randomBytes(bytesOf(track === 'video' ? kbit - AUDIO_KBIT : AUDIO_KBIT))
        return { track, codec, bytes: content.length, init: sha256, content }
      })
      const segment: LiveSegment = { sequence: second / SEGMENT_SECONDS, from: hubTime(second * MICROS_PER_SECOND), to: hubTime((second + SEGMENT_SECONDS) * MICROS_PER_SECOND), discontinuity: false, parts }
      const before = process.cpuUsage()
      sealer.add({ classId: CLASS, segment, inits })
      await sealer.settled()
      const { user, system } = process.cpuUsage(before)
      micros += user + system
    },
    cpuSeconds: () => micros / 1e6,
  }
}
