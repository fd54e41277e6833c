import type { SeatChoice } from '../wire/words.ts'

/** What a device can do at all, from the page's capability probe. */
export type DeviceAbilities = { readonly vibration: boolean; readonly audio: boolean; readonly video: boolean }

/** What a device does in a seat. */
export type SeatBehaviour = {
  /** Plays the class's sound, and cues as sound. */
  readonly sound: boolean
  readonly video: boolean
  /** Cues as light; always, since every phone has a screen. */
  readonly light: true
  readonly vibrate: boolean
}

/**
 * 1. A phone in the room without headphones makes no sound: the room's own speaker is the source.
 * 2. A phone in the room shows no picture: the teacher stands there, and the air is shared.
 * 3. Everybody sees cues as light; nobody depends on hearing them.
 */
export function seatBehaviour(choice: SeatChoice, abilities: DeviceAbilities): SeatBehaviour {
  const inRoom = choice.kind === 'room'
  return {
    sound: abilities.audio && (!inRoom || choice.headphones),
    video: abilities.video && !inRoom,
    light: true,
    vibrate: abilities.vibration,
  }
}

/** Whether this seat needs media at all; without, the link carries cues alone. */
export function needsMedia(behaviour: SeatBehaviour): boolean {
  return behaviour.sound || behaviour.video
}
