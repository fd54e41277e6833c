import { effect } from '@preact/signals'
import type { LearnerModel } from '../learner/model.ts'
import type { KeyStorage } from '../../../../ui/device-key.ts'

/**
 * What turns the learner's page into one of the two that stand beside the tour's Cue key: it has a
 * device key of its own, takes its seat by itself, and is pressed along with the page around it.
 * Everything else of it is the real page. Only a sample class has such seats.
 */
export type SampleSeat = {
  /** Under this seat's name in the tab's storage, so that two pages of one browser are two people. */
  readonly storage: KeyStorage
  /** `page` hears the presses; `leave` is called in a class that is no sample. */
  follow(model: Pick<LearnerModel, 'state' | 'actions'>, page: Pick<EventTarget, 'addEventListener'>, leave: () => void): void
}

/** What the page around tells: somebody pressed something, so the browser lets all of them sound. */
export const PRESSED = 'lectern-pressed'

const HASH = /^#as=([ab])&name=([^&]{1,180})(&silent)?$/

/** The address of a sample seat: `/c/CODE#as=a&name=Ada`. A silent one shows cues and does not sound them. */
export function sampleSeatHash(seat: { readonly as: 'a' | 'b'; readonly name: string; readonly silent: boolean }): string {
  return `#as=${seat.as}&name=${encodeURIComponent(seat.name)}${seat.silent ? '&silent' : ''}`
}

/** Null for every address but that of a sample seat. */
export function sampleSeat(hash: string, tab: KeyStorage): SampleSeat | null {
  const [, as, name, silent] = HASH.exec(hash) ?? []
  if (as === undefined || name === undefined) return null
  return {
    storage: storageUnder(`lectern.sample.${as}.`, tab),
    follow: (model, page, leave) => follow(model, page, { name: decoded(name), silent: silent !== undefined }, leave),
  }
}

type Who = { readonly name: string; readonly silent: boolean }

function follow(model: Pick<LearnerModel, 'state' | 'actions'>, page: Pick<EventTarget, 'addEventListener'>, { name, silent }: Who, leave: () => void): void {
  let isSeated = false
  effect(() => {
    const { asking, class: view, refusal, seat, stage } = model.state.value
    if (view !== null && !view.sample) return leave()
    if (stage !== 'known' || refusal !== null) return
    if (seat === null && !asking) model.actions.takeSeat({ kind: 'elsewhere', headphones: false }, name)
    if (seat === null || isSeated) return
    isSeated = true
    if (silent) model.actions.setMuted(true)
  })
  // Muting as it is counts as a press, which is what lets a page sound.
  page.addEventListener(PRESSED, () => model.actions.setMuted(model.state.peek().muted))
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name).slice(0, 60)
  } catch {
    return '' // Somebody's own address: a name is no one's right here.
  }
}

/** A part of a storage that knows nothing of the rest. */
function storageUnder(prefix: string, whole: KeyStorage): KeyStorage {
  const names = (): string[] => Array.from({ length: whole.length }, (_, index) => whole.key(index) ?? '').filter((name) => name.startsWith(prefix))
  return {
    get length() {
      return names().length
    },
    key: (index) => names()[index]?.slice(prefix.length) ?? null,
    getItem: (name) => whole.getItem(prefix + name),
    setItem: (name, value) => whole.setItem(prefix + name, value),
    removeItem: (name) => whole.removeItem(prefix + name),
  }
}
