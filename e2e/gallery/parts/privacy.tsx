import { signal } from '@preact/signals'
import { render } from 'preact'
import '../../../src/features/privacy/screens/held/held.css'
import '../../../src/features/privacy/screens/crew/crew.css'
import '../../../src/features/privacy/screens/consent/consent.css'
import '../../../src/features/privacy/screens/moments/moments.css'
import type { LearnerPart } from '../../../src/features/live/screens/learner/parts.ts'
import { ConsentBeforeStage } from '../../../src/features/privacy/screens/consent/before-stage.tsx'
import { ConsentCard } from '../../../src/features/privacy/screens/consent/consent-card.tsx'
import type { ConsentPart } from '../../../src/features/privacy/screens/consent/consent-desk.ts'
import { ConsentPage } from '../../../src/features/privacy/screens/consent/consent-page.tsx'
import { type ConsentEvent, type ConsentState, step } from '../../../src/features/privacy/screens/consent/consent-state.ts'
import { AfterClass } from '../../../src/features/privacy/screens/consent/after-class.tsx'
import { noticeWords } from '../../../src/features/privacy/screens/consent/notice.ts'
import { MomentsPage } from '../../../src/features/privacy/screens/moments/moments-page.tsx'
import type { MomentsPart } from '../../../src/features/privacy/screens/moments/moments-visit.ts'
import type { SpanPlaying } from '../../../src/features/privacy/screens/crew/span-visit.ts'
import { learnerScenes, type Scene } from '../learner-states.ts'
import { type Draw, drawnBy, type Scenes } from '../part.ts'
import { consentNeverAsked, consentScenes, learnerPrivacyScenes, momentsScenes } from '../privacy-states.ts'
import { shows } from '../shows.ts'
import { invitation } from '../stage-states.ts'
import { drawLearner } from './learner.tsx'
import { invitedPlace } from './stage.tsx'

const nothing = (): void => undefined
const nothingYet = (): Promise<void> => Promise.resolve()

function consentPart(first: ConsentState): ConsentPart {
  const state = signal(first)
  const tell = (event: ConsentEvent): void => void (state.value = step(state.peek(), event))
  return {
    state, words: noticeWords(), look: nothingYet,
    choose: (purpose, yes) => tell({ type: 'chosen', purpose, yes }), chooseAll: (yes) => tell({ type: 'all-chosen', yes }),
    name: (name) => tell({ type: 'named', name }), contact: (contact) => tell({ type: 'contact-given', contact }),
    open: () => tell({ type: 'opened' }), leave: () => tell({ type: 'left' }),
    say: () => { tell({ type: 'pressed' }); return nothingYet() },
  }
}

/** To somebody who was never asked. */
function drawnPrivacy(): LearnerPart {
  const part = consentPart(consentNeverAsked)
  const mine = { state: signal({ isAsking: false, data: null, fault: null }), show: nothingYet, save: nothingYet, saveRecords: nothingYet, saveReceipt: nothingYet }
  return (props) => {
    if (props.place === 'stage') return <ConsentBeforeStage part={part} go={props.go} />
    return props.place === 'over' ? <AfterClass code="K7M4QX" consent={part} mine={mine} /> : <ConsentCard part={part} moments={props.place === 'class' ? 'K7M4QX' : null} />
  }
}

const playing: SpanPlaying = { at: 'playing', isWaiting: false, needsPress: true, hasEnded: false, seen: null, sentence: null }

/** On the learner's own page. */
const learnerPages: Record<keyof typeof learnerPrivacyScenes, Draw> = {
  'lobby-choices': (root) => drawLearner(root, sceneOf(learnerPrivacyScenes['lobby-choices']), null, drawnPrivacy()),
  'stage-first-asked': async (root) => {
    const place = invitedPlace()
    place.hear(invitation)
    await drawLearner(root, sceneOf(learnerPrivacyScenes['stage-first-asked']), place, drawnPrivacy())
    await shows(root, () => root.querySelector('.dialog') !== null)
  },
  'orientation-item': (root) => drawLearner(root, aboutPrivacy(), null, drawnPrivacy()),
  'over-choices': (root) => drawLearner(root, sceneOf(learnerPrivacyScenes['over-choices']), null, drawnPrivacy()),
}

/** An item of the plan is about it. */
function aboutPrivacy(): Scene {
  const scene = sceneOf(learnerPrivacyScenes['orientation-item'])
  const { run } = scene.state.together.now
  if (run === null) throw new Error('a scene with a plan')
  const items = run.items.map((item) => (item.state === 'now' ? { ...item, kind: 'talk' as const, title: 'Your choices', privacy: true as const } : item))
  return { ...scene, state: { ...scene.state, together: { ...scene.state.together, now: { ...scene.state.together.now, run: { ...run, items } } } } }
}

function sceneOf(name: string): Scene {
  const scene = learnerScenes[name]
  if (scene === undefined) throw new Error(`the learner's page has no state ${name}`)
  return scene
}

export const scenes: Scenes = {
  ...learnerPages,
  ...drawnBy(consentScenes, (root, { state, mine = null, lasts }) => {
    const desk = { state: signal({ isAsking: false, data: mine, fault: null }), show: nothingYet, save: nothingYet, saveRecords: nothingYet, saveReceipt: nothingYet }
    render(<ConsentPage code="K7M4QX" part={consentPart(state)} mine={desk} lasts={lasts ?? 'kept'} />, root)
  }),
  ...drawnBy(momentsScenes, (root, { state, plays }) => {
    const visit = { state: signal(playing), picture: nothing, play: nothing, again: nothing }
    const part: MomentsPart = {
      state: signal(state), playing: signal(plays === undefined ? null : { span: plays, visit }), look: nothingYet, play: nothing, stop: nothing, ask: nothing,
      remove: nothing, reason: nothing, leave: nothing, claim: nothingYet, takeBack: nothingYet,
    }
    render(<MomentsPage code="K7M4QX" part={part} isKept={plays === undefined} />, root)
  }),
}
