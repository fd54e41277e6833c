import type { Crypto } from '../../../../kernel/crypto.ts'
import type { Micros } from '../../../../kernel/time.ts'
import type { ClientOptions } from '../../../../ui/client.ts'
import type { KeyStorage } from '../../../../ui/device-key.ts'
import type { Timers } from '../../../../ui/timers.ts'
import type { StreamSource } from '../link/fallback/stream-player.ts'
import type { PageSocket } from '../link/socket-session.ts'
import type { FrameSource } from '../link/frame-at.ts'
import type { LearnerPart } from './parts.ts'
import type { MemoryStorage } from './seat-memory.ts'
import type { Abilities } from './state.ts'

/** All that the learner's page takes from the browser and from other features; its entry hands it in. */
export type LearnerEnvironment = {
  readonly crypto: Crypto
  /** The route that tells the nonce for signatures. */
  readonly hello: ClientOptions['hello']
  /** On https, or the box's own screen. */
  readonly trusted: boolean
  readonly abilities: Abilities & { readonly audio: boolean; readonly media: boolean }
  /** Kept over closing the page, and kept for one tab. */
  readonly storage: KeyStorage
  readonly tabStorage: MemoryStorage
  readonly timers: Timers
  /** The page's steady clock, and the wall clock in milliseconds since 1970. */
  readonly now: () => Micros
  readonly wallMs: () => number
  /** In [0, 1). */
  readonly random: () => number
  readonly openSocket: () => PageSocket
  /** Plays the class where WebRTC does not come through; null where there is no such player. */
  readonly stream: StreamSource | null
  readonly frames: FrameSource
  /** What other features draw; null for a page of the class alone. */
  readonly Part: LearnerPart | null
  /** Where the light of cues falls. */
  readonly light: () => Element | null
  /** Keeps the screen on; the answer lets it sleep again. */
  readonly keepAwake: () => () => void
}
