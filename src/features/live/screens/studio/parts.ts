import type { ComponentChildren } from 'preact'

/** Places of the studio where other features draw; the page's entry says what. */
export type StudioParts = {
  /** Beside the other lamps: whether the class is recorded. */
  readonly lamp: () => ComponentChildren
  /** Among the keys of the shade, for who runs the class. */
  readonly key: () => ComponentChildren
  /** Above all else while the class is on: what is wrong with it. */
  readonly alarm: () => ComponentChildren
  /** In the lobby and live, for who runs the class. */
  readonly card: () => ComponentChildren
  /** Before anybody comes: what is settled for this class beforehand. */
  readonly draft: (code: string) => ComponentChildren
  /** Under the report, once the class is over. */
  readonly after: (code: string) => ComponentChildren
}
