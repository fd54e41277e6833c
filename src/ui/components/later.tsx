import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** A part of a page whose script is loaded when it is first wanted, or before that. */
export type Later<P> = {
  /** Draws nothing until it is there; a box that does not answer is asked again with the next drawing. */
  readonly Part: (props: P) => preact.JSX.Element | null
  /** Loads it ahead. What fails here is tried again when it is wanted. */
  readonly preload: () => void
}

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
        if (loaded === undefined) void fetch().then(() => drawAgain((times) => times + 1))
      })
      const Loaded = loaded
      return Loaded === undefined ? null : <Loaded {...props} />
    },
  }
}
