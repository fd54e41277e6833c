import type { ClassLink } from './class-link.ts'

export type PageLifeDeps = {
  readonly link: Pick<ClassLink, 'sleep' | 'wake'>
  /** Whether a hidden page goes on all the same, because it sounds. */
  readonly playsOn: () => boolean
  /** The device is on another network, or on one again. */
  readonly onNetwork: () => void
}

/** Tells a link when its page is hidden, seen again, or on another network. Returns the end of it. */
export function followPage({ link, playsOn, onNetwork }: PageLifeDeps): () => void {
  const seen = (): void => {
    if (document.visibilityState === 'visible') link.wake()
    else if (!playsOn()) link.sleep()
  }
  // A page that was put aside whole comes back by this event alone.
  const shown = (event: PageTransitionEvent): void => { if (event.persisted) link.wake() }
  const online = (): void => {
    link.wake()
    onNetwork()
  }
  document.addEventListener('visibilitychange', seen)
  window.addEventListener('pageshow', shown)
  window.addEventListener('online', online)
  return () => {
    document.removeEventListener('visibilitychange', seen)
    window.removeEventListener('pageshow', shown)
    window.removeEventListener('online', online)
  }
}
