import type { Guest } from '../../../wire/guests.ts'

/** Asked or on stage; the rest tells what became of an invitation. */
export function isAtWork({ state }: Pick<Guest, 'state'>): boolean {
  return state === 'asked' || maySend({ state })
}

function maySend({ state }: Pick<Guest, 'state'>): boolean {
  return state === 'accepted' || state === 'on' || state === 'lost'
}

/** Whether the class's lines must be heard here, and with picture: from the yes on, so that the first word is not missed. */
export function wantsMonitor(guests: readonly Guest[]): { readonly picture: boolean } | null {
  const there = guests.filter((guest) => !guest.private && maySend(guest))
  return there.length === 0 ? null : { picture: there.some(({ as }) => as === 'picture') }
}

/** Sound lines that carry a guest now: 0 is the programme's, which a picture takes; 1 and 2 are the voices'. */
export function linesToPlay(guests: readonly Guest[]): ReadonlySet<number> {
  return new Set(guests.flatMap(({ as, line, private: isPrivate, state }) => {
    if (isPrivate || state !== 'on') return []
    return as === 'picture' ? [0] : line === null ? [] : [line + 1]
  }))
}

/** The private talk that this window began, once the learner has said yes. */
export function privateTalk(guests: readonly Guest[], mine: string | null): Guest | undefined {
  return guests.find((guest) => guest.private && guest.id === mine && maySend(guest))
}

/**
 * Whether guests sound from this device by themselves. The one that sends cancels its own echo; of
 * the others only the one that runs the class, since two in one room would howl.
 */
export function isListener({ sends, taken, isThis }: { readonly sends: boolean; readonly taken: boolean; readonly isThis: boolean }): boolean {
  return sends || isThis || !taken
}

/** What can still be asked of whom: two sounds, one of them a picture; one private talk. */
export function offersFor(guests: readonly Guest[]): { readonly voice: boolean; readonly picture: boolean; readonly private: boolean } {
  const there = guests.filter(isAtWork)
  const open = there.filter((guest) => !guest.private)
  const voice = open.length < 2
  return { voice, picture: voice && !open.some(({ as }) => as === 'picture'), private: !there.some((guest) => guest.private) }
}
