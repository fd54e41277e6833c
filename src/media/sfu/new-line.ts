import { randomInt } from 'node:crypto'
import { ABS_SEND_TIME, TRANSPORT_SEQUENCE } from '../sdp/extensions.ts'
import { AudioLine } from './audio-line.ts'
import type { LineOutput } from './line.ts'
import type { SentLine } from './negotiate.ts'
import { OutStream } from './out-stream.ts'
import { VideoLine } from './video-line.ts'

/** Lines towards a subscriber, as they were agreed on; sequence numbers and timestamps begin anywhere (RFC 3550, 5.1). */

const VIDEO_HISTORY = 1024
const AUDIO_HISTORY = 64
/** At least 10 ms between the timestamps of two stretches of picture, 20 ms of sound. */
const LEAST_VIDEO_STEP = 900
const LEAST_AUDIO_STEP = 960

export function newVideoLine(line: SentLine, output: LineOutput): VideoLine {
  return new VideoLine({
    stream: new OutStream({
      ssrc: line.stream.ssrc, clockRate: 90_000, leastStep: LEAST_VIDEO_STEP, history: VIDEO_HISTORY,
      start: randomInt(0x1_0000), timestamp: randomInt(2 ** 32),
    }),
    choices: line.choices, rtxSsrc: line.stream.rtxSsrc, extensions: extensionsOf(line), cname: line.stream.cname, output,
  })
}

/** Throws when nothing was agreed on for the line. */
export function newAudioLine(line: SentLine, output: LineOutput): AudioLine {
  const [choice] = line.choices
  if (!choice) throw new Error('an audio line without a codec')
  return new AudioLine({
    stream: new OutStream({
      ssrc: line.stream.ssrc, clockRate: 48_000, leastStep: LEAST_AUDIO_STEP, history: AUDIO_HISTORY,
      start: randomInt(0x1_0000), timestamp: randomInt(2 ** 32),
    }),
    choice, extensions: extensionsOf(line), cname: line.stream.cname, output,
  })
}

function extensionsOf(line: SentLine): { absSendTime: number; transportSequence: number } {
  const { extensions } = line.section
  // Numbers without reports on them would only look like silence.
  const isReported = line.choices.some((choice) => choice.format.feedback.includes('transport-cc'))
  return { absSendTime: extensions.get(ABS_SEND_TIME) ?? 0, transportSequence: isReported ? (extensions.get(TRANSPORT_SEQUENCE) ?? 0) : 0 }
}
