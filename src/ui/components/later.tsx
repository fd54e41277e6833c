import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { pageTimers } from '../timers.ts'

/** A part of a page whose script is loaded when it is first wanted, or before that. */
export type Later<P> = {
  /** Draws nothing until it is there; a box that does not answer is asked again every few seconds. */
  readonly Part: (props: P) => preact.JSX.Element | null
  /** Loads it ahead. What fails here is tried again when it is wanted. */
  readonly preload: () => void
}

const AGAIN_MS = 3000

export function later<P extends object>(load: () => Promise<ComponentType<P>>): Later<P> {
  let loaded: ComponentType<P> | undefined
  let loading: Promise<void> | undefined
  const fetch = (): Promise<void> =>
    (loading ??= load().then(
      (part) => { loaded = part },
      () => { loading = undefined }, // The link may be gone just now.
    ))
  return {
    preload: () => void fetch(),
    Part(props) {
      const [, drawAgain] = useState(0)
      useEffect(() => {
        if (loaded !== undefined) return
        let callOff: (() => void) | undefined
        const draw = (): void => drawAgain((times) => times + 1)
        void fetch().then(() => { callOff = pageTimers.after(loaded === undefined ? AGAIN_MS : 0, draw) })
        return () => callOff?.()
      })
      const Loaded = loaded
      return Loaded === undefined ? null : <Loaded {...props} />
    },
  }
}
