import { type ReadonlySignal, signal } from '@preact/signals'
import type { ClassCode } from '../../../../kernel/ids.ts'
import type { HubTime } from '../../../../kernel/time.ts'
import { bringDeviceKey, isSomebodyElse } from '../../../../ui/device-key.ts'
import type { SeatChoice } from '../../wire/words.ts'
import { ClassVisit } from './class-visit.ts'
import { codeInPath } from './code-entry.ts'
import type { LearnerEnvironment } from './environment.ts'
import { type LearnerModel, LearnerStore } from './model.ts'
import { startState } from './state.ts'

/** Where the page stands in the browser: its address, and what happens to it. */
export type PagePlace = {
  readonly path: () => string
  readonly hash: () => string
  /** Puts another path into the address bar, as a step one can go back from. */
  readonly goTo: (path: string) => void
  /** Takes what stands behind the # out of the address bar and the history: it may be a secret. */
  readonly forgetHash: () => void
}

/** What the browser tells the page after its start. */
export type PageNews = {
  wentBack(): void
  seen(isSeen: boolean): void
  networkChanged(): void
}

/** Starts the learner's page where its address says: at a class, or at typing a code. */
export function startLearner(environment: LearnerEnvironment, place: PagePlace): { readonly model: LearnerModel; readonly news: PageNews } {
  const store = new LearnerStore(startState(null, seatInHash(place.hash()), environment.abilities))
  const time = signal<HubTime | null>(null)
  let visit: ClassVisit | null = null

  const open = (code: string): void => {
    visit?.end()
    store.tell({ type: 'another-class' })
    store.tell({ type: 'code-typed', code })
    const opened = new ClassVisit({ ...environment, code, store, onTime: (now) => (time.value = now) })
    visit = opened
    void opened.look()
  }
  const openAddress = (): void => {
    const code = codeInPath(place.path())
    if (code !== null) return open(code)
    visit?.end()
    visit = null
    if (!/^\/keep\/?$/.test(place.path())) return store.tell({ type: 'another-class' })
    const text = place.hash().slice(1)
    place.forgetHash()
    store.tell({ type: 'bring', text })
  }

  openAddress()
  return {
    model: { state: store.state, time: time as ReadonlySignal<HubTime | null>, actions: actionsOf(environment, store, () => visit, place, open, openAddress), stage: () => visit?.stage ?? null, files: () => visit?.files ?? null, person: () => visit?.person ?? null, visitor: () => visit?.visitor ?? null, Part: environment.Part },
    news: {
      wentBack: openAddress,
      seen: (isSeen) => visit?.seen(isSeen),
      networkChanged: () => visit?.networkChanged(),
    },
  }
}

function actionsOf(environment: LearnerEnvironment, store: LearnerStore, visit: () => ClassVisit | null, place: PagePlace, open: (code: string) => void, openAddress: () => void): LearnerModel['actions'] {
  const storing = { trusted: environment.trusted, storage: environment.storage, now: environment.wallMs }
  return {
    openCode: (code: ClassCode) => {
      place.goTo(`/c/${code}`)
      open(code)
    },
    retry: () => visit()?.retry(),
    wishSeat: (choice) => store.tell({ type: 'seat-wished', choice }),
    takeSeat: (choice, name) => void visit()?.takeSeat(choice, name),
    changeSeat: (choice) => void visit()?.changeSeat(choice),
    tryCue: () => visit()?.tryCue(),
    setMuted: (muted) => visit()?.setMuted(muted),
    raiseHand: (up) => visit()?.raiseHand(up),
    confirmRep: () => visit()?.confirmRep(),
    felt: (item) => visit()?.together((company) => company.felt(item)),
    answerPoll: (poll, option) => visit()?.together((company) => company.answerPoll(poll, option)),
    ask: (text, named) => visit()?.together((company) => company.ask(text, named)),
    nameMe: (name) => visit()?.together((company) => company.nameMe(name)),
    comeAgain: () => open(store.state.peek().code),
    attachPicture: (element) => visit()?.attachPicture(element),
    anotherClass: () => {
      place.goTo('/')
      openAddress()
    },
    bring: () => {
      place.goTo('/keep')
      openAddress()
    },
    isSomebodyElse: (secretKey) => isSomebodyElse(storing, secretKey),
    become: (secretKey) => bringDeviceKey(storing, secretKey),
  }
}

/** `/c/CODE#room`: a code that hangs in the room knows where its reader sits. A wish, not yet a seat. */
export function seatInHash(hash: string): SeatChoice | null {
  const kind = hash.replace(/^#/, '')
  return kind === 'room' || kind === 'venue' || kind === 'elsewhere' ? { kind, headphones: false } : null
}
