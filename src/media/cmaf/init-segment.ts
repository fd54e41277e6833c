import { box, fullBox, u16, u32, zeros } from './boxes.ts'
import { TIMESCALE } from './track.ts'
import type { TrackConfig } from './track.ts'

/**
 * CMAF headers (ISO/IEC 23000-19 clause 7.3): one file type and one movie box per track, without
 * samples. The same configuration gives the same bytes, so that they can be named by their hash.
 */

/** The one track of each file. */
export const TRACK_ID = 1
const UNITY_MATRIX = Buffer.concat([0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000].map(u32))

export function initSegment(config: TrackConfig): Buffer {
  return Buffer.concat([
    // `iso6` for 64-bit decode times with offsets from the movie fragment; `cmfc` says it is CMAF.
    box('ftyp', Buffer.from('iso6'), u32(0), Buffer.from('iso6cmfccmf2')),
    box('moov', movieHeader(), track(config), box('mvex', fullBox('trex', 0, 0, u32(TRACK_ID), u32(1), u32(0), u32(0), u32(0)))),
  ])
}

/** Without a duration: it is the segments' to say. */
function movieHeader(): Buffer {
  return fullBox('mvhd', 0, 0, zeros(8), u32(1000), u32(0), u32(0x10000), u16(0x100), zeros(10), UNITY_MATRIX, zeros(24), u32(TRACK_ID + 1))
}

function track(config: TrackConfig): Buffer {
  const isSound = config.track === 'audio'
  const [width, height] = isSound ? [0, 0] : [config.width, config.height]
  return box('trak',
    // Flags: enabled, in the movie.
    fullBox('tkhd', 0, 3, zeros(8), u32(TRACK_ID), zeros(16), zeros(4), u16(isSound ? 0x100 : 0), zeros(2), UNITY_MATRIX, u32(width << 16), u32(height << 16)),
    box('mdia',
      // Language: undetermined.
      fullBox('mdhd', 0, 0, zeros(8), u32(TIMESCALE[config.track]), u32(0), u16(0x55c4), zeros(2)),
      fullBox('hdlr', 0, 0, zeros(4), Buffer.from(isSound ? 'soun' : 'vide'), zeros(12), Buffer.from('lectern\0')),
      box('minf',
        isSound ? fullBox('smhd', 0, 0, zeros(4)) : fullBox('vmhd', 0, 1, zeros(8)),
        box('dinf', fullBox('dref', 0, 0, u32(1), fullBox('url ', 0, 1))),
        sampleTable(config),
      ),
    ),
  )
}

/** Only what the samples are; where they are stands in the fragments. */
function sampleTable(config: TrackConfig): Buffer {
  return box('stbl',
    fullBox('stsd', 0, 0, u32(1), sampleEntry(config)),
    fullBox('stts', 0, 0, u32(0)),
    fullBox('stsc', 0, 0, u32(0)),
    fullBox('stsz', 0, 0, u32(0), u32(0)),
    fullBox('stco', 0, 0, u32(0)),
  )
}

function sampleEntry(config: TrackConfig): Buffer {
  if (config.track === 'video') return videoEntry(config)
  return config.codec === 'opus' ? opusEntry(config.channels) : aacEntry(config.channels)
}

function videoEntry({ entry, width, height, box: codecBox }: Extract<TrackConfig, { track: 'video' }>): Buffer {
  const resolution = u32(72 << 16)
  return box(entry, zeros(6), u16(1), zeros(16), u16(width), u16(height), resolution, resolution, zeros(4), u16(1), zeros(32), u16(0x18), u16(0xffff), codecBox)
}

/** Opus in ISO base media files, version 0.8.1: no samples to skip, the decoder's own rate, mapping family 0. */
function opusEntry(channels: 1 | 2): Buffer {
  const specific = box('dOps', Buffer.from([0, channels]), u16(0), u32(TIMESCALE.audio), u16(0), Buffer.from([0]))
  return box('Opus', zeros(6), u16(1), zeros(8), u16(channels), u16(16), zeros(4), u32(TIMESCALE.audio * 0x10000), specific)
}

/** AAC-LC at 48 kHz: sampling frequency index 3 (ISO/IEC 14496-3 table 1.18). */
const AAC_LC_48K = 0x1180

/** AAC in MP4 (ISO/IEC 14496-14): descriptors of elementary stream, decoder (MPEG-4 audio, sound) with its configuration, and sync layer. */
function aacEntry(channels: 1 | 2): Buffer {
  const descriptor = (tag: number, ...content: readonly Uint8Array[]): Buffer => {
    const bytes = Buffer.concat(content)
    return Buffer.concat([Buffer.from([tag, bytes.length]), bytes])
  }
  const decoder = descriptor(4, Buffer.from([0x40, 0x15, 0, 0, 0]), u32(0), u32(0), descriptor(5, u16(AAC_LC_48K | (channels << 3))))
  const esds = fullBox('esds', 0, 0, descriptor(3, u16(0), Buffer.from([0]), decoder, descriptor(6, Buffer.from([2]))))
  return box('mp4a', zeros(6), u16(1), zeros(8), u16(channels), u16(16), zeros(4), u32(TIMESCALE.audio * 0x10000), esds)
}
