import { isRtcp, newRtpHeader, readRtpHeader } from '../rtp/header.ts'
import { AudioLine } from '../sfu/audio-line.ts'
import { OutStream } from '../sfu/out-stream.ts'
import { VideoLine } from '../sfu/video-line.ts'
import { H264_CHOICE, OPUS_CHOICE } from './sources.ts'

/** Outgoing lines whose packets are kept instead of sent, for tests. */

export type SentPacket = {
  readonly payloadType: number
  readonly sequence: number
  readonly timestamp: number
  readonly ssrc: number
  readonly payload: Buffer
  readonly marker: boolean
}

export class Capture {
  readonly rtp: SentPacket[] = []
  readonly rtcp: Buffer[] = []

  number(): number {
    return 0
  }

  send(bytes: Buffer): boolean {
    if (isRtcp(bytes)) {
      this.rtcp.push(Buffer.from(bytes))
      return true
    }
    const header = newRtpHeader()
    readRtpHeader(bytes, header)
    const { payloadType, sequence, timestamp, ssrc, marker } = header
    this.rtp.push({ payloadType, sequence, timestamp, ssrc, marker, payload: Buffer.from(bytes.subarray(header.payloadStart)) })
    return true
  }
}

export const VIDEO_SSRC = 1000
export const RTX_SSRC = 1001
export const AUDIO_SSRC = 2000
/** Just below the wrap, so that every test crosses it. */
const FIRST_SEQUENCE = 0xfff0
const NO_EXTENSIONS = { absSendTime: 0, transportSequence: 0 }

export function capturedVideoLine(): { line: VideoLine; capture: Capture } {
  const capture = new Capture()
  const line = new VideoLine({
    stream: new OutStream({ ssrc: VIDEO_SSRC, clockRate: 90_000, leastStep: 900, history: 1024, start: FIRST_SEQUENCE, timestamp: 0xffff_f000 }),
    choices: [H264_CHOICE], rtxSsrc: RTX_SSRC, extensions: NO_EXTENSIONS, cname: 'test', output: capture,
  })
  return { line, capture }
}

export function capturedAudioLine(): { line: AudioLine; capture: Capture } {
  const capture = new Capture()
  const line = new AudioLine({
    stream: new OutStream({ ssrc: AUDIO_SSRC, clockRate: 48_000, leastStep: 960, history: 64, start: FIRST_SEQUENCE, timestamp: 0xffff_f000 }),
    choice: OPUS_CHOICE, extensions: NO_EXTENSIONS, cname: 'test', output: capture,
  })
  return { line, capture }
}
