import type { MessagePort } from 'node:worker_threads'
import type { Crypto } from '../../../../kernel/crypto.ts'
import { Malformed } from '../../../../kernel/failures.ts'
import type { ClassId } from '../../../../kernel/ids.ts'
import { readBatch } from '../../../../media/tap-batch.ts'
import type { FromTap, TapStream, ToTap } from '../../../../media/tap.ts'
import { ClassRecorder } from './class-recorder.ts'
import { NO_STREAMS } from './recorder-messages.ts'
import type { FromRecorder, RecordedStreams, ToRecorder } from './recorder-messages.ts'

type TapPort = Pick<MessagePort, 'postMessage' | 'on' | 'close'>

export type RecordersDeps = {
  readonly now: () => number
  readonly crypto: Pick<Crypto, 'sha256'>
  readonly tell: (message: FromRecorder, transfer: ArrayBuffer[]) => void
}

type Recorded = { readonly recorder: ClassRecorder; readonly kinds: Map<number, 'audio' | 'video'>; streams: RecordedStreams }

/** The recorders of all classes: packets in by one port, segments out to the core. Each batch gives its credit back when it was worked off. */
export class Recorders {
  readonly #deps: RecordersDeps
  readonly #classes = new Map<ClassId, Recorded>()
  #port: TapPort | undefined

  constructor(deps: RecordersDeps) {
    this.#deps = deps
  }

  hear(message: Exclude<ToRecorder, { type: 'end' }>): void {
    if (message.type === 'tap') this.connect(message.port)
    else this.#finish(message.classId)
  }

  /** Packets come from here now. What was open ends: between two runs of the media thread something is missing. */
  connect(port: TapPort): void {
    this.#port?.close()
    this.#port = port
    for (const classId of [...this.#classes.keys()]) this.#end(classId)
    port.on('message', (message: FromTap) => {
      if (this.#port === port) this.#fromTap(message)
    })
  }

  /** Every 100 ms. */
  tick(): void {
    const now = this.#deps.now()
    for (const { recorder } of this.#classes.values()) recorder.onTick(now)
  }

  end(): void {
    for (const classId of [...this.#classes.keys()]) this.#end(classId)
    this.#port?.close()
  }

  #fromTap(message: FromTap): void {
    const classId = message.room as ClassId // Rooms that are recorded are named by their class.
    if (message.type === 'stream') this.#onStream(classId, message.stream)
    else this.#onPackets(classId, message)
  }

  #onStream(classId: ClassId, stream: TapStream): void {
    const recorded = this.#classes.get(classId) ?? this.#begin(classId)
    for (const [other, kind] of recorded.kinds) if (kind === stream.kind) recorded.kinds.delete(other)
    recorded.kinds.set(stream.stream, stream.kind)
    recorded.recorder.onStream(stream, this.#deps.now())
    recorded.streams = stream.kind === 'audio' ? { ...recorded.streams, audio: true } : { ...recorded.streams, video: stream.codec === 'VP8' ? 'codec' : 'kept' }
    this.#deps.tell({ type: 'streams', classId, streams: recorded.streams }, [])
  }

  #onPackets(classId: ClassId, { batch, dropped }: Extract<FromTap, { type: 'packets' }>): void {
    const recorded = this.#classes.get(classId)
    if (recorded) this.#record(recorded, batch)
    if (dropped > 0) this.#deps.tell({ type: 'lagging', classId, packets: dropped }, [])
    this.#post({ type: 'credit', batches: 1 })
  }

  #record({ recorder, kinds }: Recorded, batch: Uint8Array): void {
    try {
      for (const packet of readBatch(batch)) {
        const kind = kinds.get(packet.stream)
        if (kind) recorder.onPacket(kind, packet)
      }
    } catch (error) {
      // Ours on both sides; whatever is wrong with one batch, the next is another.
      if (!(error instanceof Malformed)) throw error
    }
    recorder.onTick(this.#deps.now())
  }

  #begin(classId: ClassId): Recorded {
    const recorder = new ClassRecorder({
      crypto: this.#deps.crypto,
      onSegment: (closed, inits) => {
        const contents = closed.parts.map(({ content }) => content.buffer).filter((buffer) => buffer instanceof ArrayBuffer)
        this.#deps.tell({ type: 'segment', classId, closed, inits }, contents)
      },
      onKeyframeWanted: () => this.#post({ type: 'keyframe', room: classId }),
    })
    const recorded: Recorded = { recorder, kinds: new Map(), streams: NO_STREAMS }
    this.#classes.set(classId, recorded)
    return recorded
  }

  #finish(classId: ClassId): void {
    this.#end(classId)
    this.#deps.tell({ type: 'finished', classId }, [])
  }

  #end(classId: ClassId): void {
    this.#classes.get(classId)?.recorder.finish(this.#deps.now())
    this.#classes.delete(classId)
  }

  #post(message: ToTap): void {
    this.#port?.postMessage(message)
  }
}
