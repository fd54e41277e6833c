import { availableParallelism } from 'node:os'
import { ffmpegCoder } from '../src/features/capture/hub/redaction/ffmpeg-coder.ts'
import type { ReplacedBy } from '../src/features/capture/wire/words.ts'
import { cpuBetween, cpuMoment } from '../src/rehearse/box/process-cost.ts'
import { FFMPEG, FILM_START, makeFilm } from '../testkit/streams/film.ts'
import { StreamBox } from '../testkit/streams/stream-box.ts'
import { waitFor } from '../testkit/wait-for.ts'
import { positive, readOptions } from './options.ts'
import { median, table, writeReport } from './report.ts'

const SEGMENT_SECONDS = 2
const FILM_SECONDS = 20
const LIMIT_SECONDS = 10

/** Wall time in milliseconds: until the new contents are durable beside the old, and from there until nothing of the old is left. */
type Round = { readonly means: ReplacedBy; readonly prepareMs: number; readonly doneMs: number; readonly segments: number; readonly busy: number }

/**
 * Sound and picture of a span removed from a recording on this disk, by both means, in turn. The recording is a film in 720p30 that ffmpeg
 * made, sealed as the recorder does it; each round takes another span. Prints a table, writes `out/bench/redact.json`.
 */
export async function run(args: readonly string[]): Promise<void> {
  const options = readOptions(args, { rounds: '3', seconds: '30' })
  const [rounds, seconds] = [positive(options.rounds), positive(options.seconds)]
  const film = await makeFilm(FILM_SECONDS, undefined, { width: 1280, height: 720 })
  await using box = new StreamBox(film, { coder: ffmpegCoder(FFMPEG) })
  await waitFor('the encoder to be known', () => Promise.resolve(box.redactions.meansHere().length > 1), { within: 20_000 })
  const each = Math.ceil(seconds / SEGMENT_SECONDS) + 1
  for (let number = 0; number < rounds * 2 * each; number += 1) await box.seal(number, FILM_START)
  const measured: Round[] = []
  for (let round = 0; round < rounds * 2; round += 1) measured.push(await measure(box, round * each, seconds, round % 2 === 0 ? 'silence' : 'tone'))
  const bytes = box.deps.shelf.segments(box.classId).reduce((sum, { blob }) => sum + blob.bytes, 0)
  const file = await writeReport('redact', { rounds, seconds, bytes, measured })
  const rows = (['silence', 'tone'] as const).map((means) => {
    const of = measured.filter((one) => one.means === means)
    const total = of.map(({ prepareMs, doneMs }) => (prepareMs + doneMs) / 1000)
    return [means, median(of.map(({ prepareMs }) => prepareMs)) / 1000, median(of.map(({ doneMs }) => doneMs)) / 1000, median(total), Math.max(...total), String(LIMIT_SECONDS), median(of.map(({ busy }) => busy))]
  })
  process.stdout.write(`${table(['means', 'prepare s', 'commit and clear s', 'all s', 'worst s', 'limit', 'busy'], rows)}\n${file}\n`)
}

/** Begins half a segment in, so that one more is concerned than would be. */
async function measure(box: StreamBox, first: number, seconds: number, means: ReplacedBy): Promise<Round> {
  const from = FILM_START + (first * SEGMENT_SECONDS + SEGMENT_SECONDS / 2) * 1_000_000
  const before = cpuMoment(process.pid)
  const begun = performance.now()
  const prepared = await box.redactions.prepare(box.classId, box.wallSpan(from, from + seconds * 1_000_000), { sound: true, picture: true }, means)
  const ready = performance.now()
  box.decide(prepared)
  await prepared.done()
  const over = performance.now()
  const { busy } = cpuBetween(before, cpuMoment(process.pid), availableParallelism())
  return { means, prepareMs: ready - begun, doneMs: over - ready, segments: prepared.segments.length, busy }
}
