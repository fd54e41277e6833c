import { signal } from '@preact/signals'
import { render } from 'preact'
import '../../src/ui/kit/kit.css'
import './gallery.css'
import '../../src/features/live/screens/learner/learner.css'
import { LearnerPage } from '../../src/features/live/screens/learner/learner-page.tsx'
import type { LearnerModel } from '../../src/features/live/screens/learner/model.ts'
import { step } from '../../src/features/live/screens/learner/state.ts'
import '../../src/features/people/screens/door.css'
import { DoorPage } from '../../src/features/people/screens/door-page.tsx'
import type { Door } from '../../src/features/people/screens/door.ts'
import '../../src/features/live/screens/room/room.css'
import { RoomPage } from '../../src/features/live/screens/room/room-page.tsx'
import '../../src/features/live/screens/report/report.css'
import { ReportPage } from '../../src/features/live/screens/report/report-page.tsx'
import { doorScenes } from './door-states.ts'
import { locales, overwriteGetLocale } from '../../src/words/runtime.js'
import { drawTeacher } from './drawn-teacher.ts'
import { KitPage } from './kit-page.tsx'
import { roomScenes } from './room-states.ts'
import { reportScenes } from './report-states.ts'
import { learnerScenes, type Scene } from './learner-states.ts'

/** `?scene=live&dir=rtl`: one page in one state, alone; without a scene, links to all. Not shipped. */
const ask = new URLSearchParams(location.search)
const root = document.getElementById('page')
if (root === null) throw new Error('the page has no root')
document.documentElement.dir = ask.get('dir') ?? 'ltr'
const language = locales.find((tag) => tag === ask.get('lang'))
if (language !== undefined) {
  overwriteGetLocale(() => language)
  document.documentElement.lang = language
}
if (ask.get('text') !== null) document.documentElement.style.fontSize = `${ask.get('text')}%`

const name = ask.get('scene') ?? ''
const scene = learnerScenes[name]
const door = doorScenes[name]
const room = roomScenes[name]
const report = reportScenes[name]
if (scene !== undefined) show(scene)
else if (door !== undefined) showDoor(door)
else if (room !== undefined) render(<RoomPage state={signal(room)} onRetry={() => undefined} />, root)
else if (report !== undefined) render(<ReportPage state={signal(report)} onRetry={() => undefined} />, root)
else if (name === 'kit') render(<KitPage />, root)
else render(<ul>{['kit', ...Object.keys(learnerScenes), ...Object.keys(doorScenes), ...Object.keys(roomScenes), ...Object.keys(reportScenes)].map((key) => <li key={key}><a href={`?scene=${key}`}>{key}</a></li>)}</ul>, root)

function show({ state: first, seconds, picture = false, cue }: Scene): void {
  const state = signal(first)
  const tell = (event: Parameters<typeof step>[1]): void => void (state.value = step(state.peek(), event))
  const nothing = (): void => undefined
  const model: LearnerModel = {
    state,
    seconds: signal(seconds ?? null),
    actions: {
      openCode: (code) => tell({ type: 'code-typed', code }),
      retry: nothing,
      wishSeat: (choice) => tell({ type: 'seat-wished', choice }),
      takeSeat: () => tell({ type: 'seat-asked' }),
      changeSeat: (choice) => tell({ type: 'seat-wished', choice }),
      tryCue: () => tell({ type: 'cue-felt', late: false, trial: true }),
      setMuted: (muted) => tell({ type: 'mute', muted }),
      raiseHand: (up) => tell({ type: 'hand', up }),
      confirmRep: () => tell({ type: 'rep' }),
      attachPicture: (element) => {
        if (picture && element !== null) element.srcObject = drawTeacher()
      },
      anotherClass: () => tell({ type: 'another-class' }),
    },
    stage: () => null,
  }
  if (cue !== undefined) root?.classList.add(cue)
  if (root !== null) render(<LearnerPage model={model} />, root)
}

function showDoor(first: Door): void {
  const nothing = (): void => undefined
  if (root !== null) render(<DoorPage model={{ door: signal(first), look: nothing, unlock: nothing, signIn: nothing, choose: nothing, chooseLater: nothing }} />, root)
}
