import type { Rendition, StreamFile } from '../../rules/playlist/stream-files.ts'
import type { Track } from '../../wire/words.ts'

/** Bytes that threads share instead of copying. */
export type SharedBytes = Uint8Array<SharedArrayBuffer>

export type MediaFile = { readonly type: 'video/mp4' | 'audio/mp4'; readonly bytes: SharedBytes }

/** What of a class its viewer is sent. */
export type Sent = { readonly video: boolean; readonly audio: boolean }

/** Where the files of one stream come from: the live window, or the recording. */
export type StreamSource = {
  /** Throws `Refused('BUSY')` while there is nothing to play yet. */
  main(sent: Sent): Promise<string>
  /** `from`: the playlist is held back until it has the segment of that number, for a while. Throws `STREAM_UNKNOWN` for a rendition that this stream does not have. */
  playlist(of: Rendition, sent: Sent, from: number | null): Promise<string>
  /** Throws `SEGMENT_GONE` for what is not, or no longer, there. */
  file(file: Extract<StreamFile, { type: 'segment' | 'init' }>): Promise<MediaFile>
}

export function share(bytes: Uint8Array): SharedBytes {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length))
  shared.set(bytes)
  return shared
}

export function mediaType(of: Rendition): MediaFile['type'] {
  return of === 'video' ? 'video/mp4' : 'audio/mp4'
}

/** The track that a rendition is made from. */
export function trackOf(of: Rendition): Track {
  return of === 'aac' ? 'audio' : of
}
