import type { ComponentChildren } from 'preact'
import type { Client } from '../../../../ui/client.ts'

/** Whom the class knows on this page, and how the box is asked for them. */
export type Visitor = { readonly code: string; readonly client: Client; readonly secretKey: Uint8Array }

/** Places of the learner's page where other features draw; the page's entry says what. */
export type LearnerParts = {
  /**
   * What of the learner may be kept: in the lobby; in class where the page tells what it is doing, and while an
   * item of the plan is about it.
   */
  readonly card: (visitor: Visitor, where: 'lobby' | 'class') => ComponentChildren
  /** Before a learner is asked onto the stage. Calls `go` when nothing stands before it, or does so no longer. */
  readonly beforeStage: (visitor: Visitor, go: () => void) => ComponentChildren
  /** Once the class is over. */
  readonly after: (visitor: Visitor) => ComponentChildren
}
