import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MessagePort } from 'node:worker_threads'
import { BufferTarget, EncodedAudioPacketSource, EncodedPacket, EncodedVideoPacketSource, Mp4OutputFormat, Output } from 'mediabunny'
import { MemoryWindow } from '../src/features/capture/hub/live-window.ts'
import { DiskRoom } from '../src/features/capture/hub/recorder/disk-room.ts'
import type { FromRecorder } from '../src/features/capture/hub/recorder/recorder-messages.ts'
import { Sealer } from '../src/features/capture/hub/recorder/sealer.ts'
import { captureProjector } from '../src/features/capture/hub/store.ts'
import { CaptureKeeper } from '../src/hub/capture-keeper.ts'
import type { ClassId } from '../src/kernel/ids.ts'
import type { WallTime } from '../src/kernel/time.ts'
import type { FromTap, ToTap } from '../src/media/tap.ts'
import { TAP_CREDIT } from '../src/media/tap.ts'
import { BatchWriter } from '../src/media/tap-batch.ts'
import { openBlobs } from '../src/platform/blobs.ts'
import { startHubClock } from '../src/platform/clock.ts'
import { nodeCrypto } from '../src/platform/crypto-node.ts'
import { openJournal } from '../src/platform/journal/journal.ts'
import { entryStamps } from '../src/platform/journal/stamp.ts'
import { openDatabase } from '../src/platform/sqlite/database.ts'
import { processTimers } from '../src/platform/timers.ts'
import { classPictures, classSounds } from './record/class-media.ts'
import type { ClassPicture, ClassSound } from './record/class-media.ts'
import { positive, readOptions } from './options.ts'
import { median, table, writeReport } from './report.ts'

const CLASS = 'cls_aaaaaaaaaaaaaaaa' as ClassId
const BATCH_MICROS = 50_000

type Media = { readonly pictures: readonly ClassPicture[]; readonly sounds: readonly ClassSound[]; readonly seconds: number; readonly from: number }
/** Runs a whole class through; answers how many bytes came out. */
type Contender = (media: Media, folder: string) => Promise<number>

const contenders: Readonly<Record<string, Contender>> = {
  'recorder: packets to sealed segments': sealed,
  'mediabunny: pictures to one fragmented file': muxed,
}

/**
 * Processor time of a class on the record, as a share of one core while it is live: packets over the line to the capture thread,
 * taken apart, put into segments, encrypted, written with fsync, and put on record. Beside it what mediabunny needs for the boxes
 * alone, given whole pictures. Prints a table, writes `out/bench/record.json`.
 */
export async function run(args: readonly string[]): Promise<void> {
  const options = readOptions(args, { rounds: '5', seconds: '120', kbit: '2000' })
  const [rounds, seconds, kbit] = [positive(options.rounds), positive(options.seconds), positive(options.kbit)]
  const samples: { contender: string; round: number; percent: number; megabytes: number }[] = []
  for (let round = 0; round < rounds; round += 1) {
    for (const [contender, through] of Object.entries(contenders)) {
      // By the clock of now, since the recorder knows when a packet is too old to wait for.
      const from = startHubClock().now()
      const media: Media = { pictures: classPictures(seconds, kbit * 1000, from), sounds: classSounds(seconds, from), seconds, from }
      const folder = mkdtempSync(join(tmpdir(), 'lectern-record-'))
      const before = process.cpuUsage()
      const bytes = await through(media, folder)
      const { user, system } = process.cpuUsage(before)
      samples.push({ contender, round, percent: ((user + system) / 1e6 / seconds) * 100, megabytes: bytes / 1e6 })
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const summary = Object.keys(contenders).map((contender) => {
    const mine = samples.filter((sample) => sample.contender === contender)
    return { contender, percent: median(mine.map(({ percent }) => percent)), worst: Math.max(...mine.map(({ percent }) => percent)), megabytes: median(mine.map(({ megabytes }) => megabytes)) }
  })
  const file = await writeReport('record', { options, samples, summary })
  process.stdout.write(`${table(['contender', '% of a core', 'worst round', 'MB'], summary.map(({ contender, percent, worst, megabytes }) => [contender, percent, worst, megabytes]))}\n\n${file}\n`)
}

async function sealed(media: Media, folder: string): Promise<number> {
  const [clock, crypto, timers] = [startHubClock(), nodeCrypto(), processTimers()]
  const database = openDatabase(join(folder, 'lectern.db'), crypto.randomBytes(32))
  const fail = (error: unknown): void => { throw error }
  const journal = openJournal({ database, crypto, projectors: [captureProjector], stamp: entryStamps(clock), fault: fail })
  const blobs = openBlobs(join(folder, 'blobs'))
  const window = new MemoryWindow(clock.wall() as WallTime, fail)
  const finished = Promise.withResolvers<void>()
  let bytes = 0
  const sealer = new Sealer({
    journal, crypto, timers, blobs, room: new DiskRoom(folder, () => clock.now()), onState: () => undefined, onFault: fail,
    onKept: ({ segment }) => { bytes += segment.parts.reduce((sum, part) => sum + part.bytes, 0) },
  })
  const line = tapLine()
  const keeper = new CaptureKeeper({
    clock, timers, onWorking: () => undefined, engine: () => ({ connectTap: line.connect }),
    hear: (message: FromRecorder) => {
      if (message.type === 'segment') sealer.add({ classId: CLASS, segment: window.put(CLASS, message.closed, message.inits), inits: message.inits })
      if (message.type === 'finished') finished.resolve()
    },
  })
  keeper.start()
  await send(media, line, () => sealer.settled())
  keeper.tell({ type: 'finish', classId: CLASS })
  await finished.promise
  await sealer.settled()
  await keeper.end()
  journal.close()
  database.close()
  return bytes
}

type Line = { readonly connect: (port: MessagePort) => void; readonly post: (message: FromTap) => Promise<void> }

/** The media thread's end of the line: it waits for credit here, where the real one would drop. */
function tapLine(): Line {
  let [credit, port] = [TAP_CREDIT, undefined as MessagePort | undefined]
  let wake: () => void = () => undefined
  return {
    connect: (given) => {
      port = given.on('message', (message: ToTap) => {
        if (message.type === 'credit') credit += message.batches
        wake()
      })
    },
    post: async (message) => {
      while (message.type === 'packets' && credit <= 0) await new Promise<void>((resolve) => { wake = resolve })
      if (message.type === 'packets') credit -= 1
      port?.postMessage(message, message.type === 'packets' ? [message.batch.buffer] : [])
    },
  }
}

async function send(media: Media, { post }: Line, settled: () => Promise<void>): Promise<void> {
  const stream = { clockRate: 90_000, parameters: '' }
  await post({ type: 'stream', room: CLASS, stream: { ...stream, stream: 1, kind: 'video', codec: 'H264' } })
  await post({ type: 'stream', room: CLASS, stream: { ...stream, stream: 2, kind: 'audio', codec: 'OPUS', clockRate: 48_000 } })
  const batch = new BatchWriter()
  let [picture, sound] = [0, 0]
  for (let until = media.from + BATCH_MICROS; picture < media.pictures.length || sound < media.sounds.length; until += BATCH_MICROS) {
    for (let next = media.pictures[picture]; next && next.at < until; next = media.pictures[picture]) {
      for (const packet of next.packets) batch.add(1, packet)
      picture += 1
    }
    for (let next = media.sounds[sound]; next && next.at < until; next = media.sounds[sound]) {
      batch.add(2, next.packet)
      sound += 1
    }
    await post({ type: 'packets', room: CLASS, batch: batch.take(), dropped: 0 })
    // A class gives the disk two seconds for each segment; here it comes faster than that.
    if (picture % 60 === 0) await settled()
  }
}

async function muxed({ pictures, sounds, from }: Media): Promise<number> {
  const target = new BufferTarget()
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'fragmented', minimumFragmentDuration: 2 }), target })
  const [video, audio] = [new EncodedVideoPacketSource('avc'), new EncodedAudioPacketSource('opus')]
  output.addVideoTrack(video)
  output.addAudioTrack(audio)
  await output.start()
  let sound = 0
  for (const { units, key, at } of pictures) {
    const annexB = Buffer.concat(units.flatMap((unit) => [Buffer.of(0, 0, 0, 1), unit]))
    await video.add(new EncodedPacket(annexB, key ? 'key' : 'delta', (at - from) / 1e6, 1 / 30), { decoderConfig: { codec: 'avc1.42c00a', codedWidth: 96, codedHeight: 64 } })
    for (let next = sounds[sound]; next && next.at <= at; next = sounds[sound]) {
      await audio.add(new EncodedPacket(next.data, 'key', (next.at - from) / 1e6, 0.02), { decoderConfig: { codec: 'opus', numberOfChannels: 2, sampleRate: 48_000 } })
      sound += 1
    }
  }
  await output.finalize()
  return target.buffer?.byteLength ?? 0
}
