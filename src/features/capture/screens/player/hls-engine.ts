import Hls, { ErrorTypes, Events } from 'hls.js'
import type { ErrorData, HlsConfig } from 'hls.js'
import type { Engine, EngineOptions } from './engine.ts'
import { spansOf } from './spans.ts'

/** A second failure of the decoder within this is no accident. */
const MENDED_FOR_MS = 5000

const COMMON: Partial<HlsConfig> = {
  // The page's content policy allows no worker from a blob, and nothing is transmuxed.
  enableWorker: false,
  startLevel: 0,
  testBandwidth: false,
  startFragPrefetch: true,
}

/**
 * The live edge: segments last two seconds, and the box holds a playlist back until the next one is
 * there, so that this much behind the edge suffices. Whoever fell behind plays a little faster.
 */
const LIVE: Partial<HlsConfig> = {
  ...COMMON,
  liveSyncDuration: 2.6,
  liveMaxLatencyDuration: 8,
  maxLiveSyncPlaybackRate: 1.08,
  liveSyncOnStallIncrease: 0.3,
  maxBufferLength: 12,
  backBufferLength: 8,
}
const RECORDED: Partial<HlsConfig> = { ...COMMON, maxBufferLength: 30, backBufferLength: 60, startPosition: 0 }

/** hls.js feeding the element's media source. */
export function startHlsEngine(options: EngineOptions): Engine {
  const { media, path, isLive } = options
  const hls = new Hls(isLive ? LIVE : RECORDED)
  hls.on(Events.ERROR, mendOrTell(hls, options))
  hls.on(Events.MANIFEST_PARSED, () => preferOpus(hls))
  if (!isLive) hls.on(Events.LEVEL_LOADED, (_, { details }) => options.onSpans(spansOf(details.fragments)))
  hls.loadSource(path)
  hls.attachMedia(media)
  return {
    playingAt: () => (media.readyState < HTMLMediaElement.HAVE_CURRENT_DATA ? null : (hls.playingDate?.getTime() ?? null)),
    close: () => hls.destroy(),
  }
}

/** The rendition made for players without Opus is made only when somebody asks for it. */
function preferOpus(hls: Hls): void {
  const withoutOpus = hls.levels.map((level, index) => ({ index, isOpus: /opus/i.test(level.audioCodec ?? level.attrs.CODECS ?? '') }))
  if (!withoutOpus.some(({ isOpus }) => isOpus)) return
  for (const { index, isOpus } of withoutOpus.reverse()) if (!isOpus) hls.removeLevel(index)
}

function mendOrTell(hls: Hls, { timers, onBroken }: EngineOptions): (event: string, data: ErrorData) => void {
  let isMending = false
  return (_, { fatal, type }) => {
    if (!fatal) return
    if (type !== ErrorTypes.MEDIA_ERROR || isMending) return onBroken()
    isMending = true
    timers.after(MENDED_FOR_MS, () => { isMending = false })
    hls.recoverMediaError()
  }
}
