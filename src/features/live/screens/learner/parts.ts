import type { ComponentType } from 'preact'
import type { Client } from '../../../../ui/client.ts'

/** Whom the class knows on this page, and how the box is asked for them. */
export type Visitor = { readonly code: string; readonly client: Client; readonly secretKey: Uint8Array }

/**
 * A place of the learner's page where another feature draws; the page's entry says what. `lobby` and `class`: what of
 * the learner may be kept, in class where the page tells what it is doing and while an item of the plan is about it.
 * `over`: once the class is over. `stage`: before a learner is asked onto the stage; calls `go` when nothing stands
 * before that, or does so no longer.
 */
export type LearnerPlace = { visitor: Visitor; place: 'lobby' | 'class' | 'over' } | { visitor: Visitor; place: 'stage'; go: () => void }
export type LearnerPart = ComponentType<LearnerPlace>
