import type { Engine, EngineOptions } from './engine.ts'

/** Safari's media element, which knows the wall time its stream began at. */
type DatedMedia = HTMLMediaElement & { getStartDate?: () => Date }

/** The browser's own player, where scripts cannot feed one. Written by its documentation; no Safari was there to try it. */
export function startNativeEngine({ media, path, onBroken }: EngineOptions): Engine {
  const dated: DatedMedia = media
  media.addEventListener('error', onBroken)
  media.src = path
  return {
    playingAt() {
      const start = dated.getStartDate?.().getTime() ?? Number.NaN
      return Number.isNaN(start) || media.readyState < HTMLMediaElement.HAVE_CURRENT_DATA ? null : start + media.currentTime * 1000
    },
    close() {
      media.removeEventListener('error', onBroken)
      media.removeAttribute('src')
      media.load()
    },
  }
}
