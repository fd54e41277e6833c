import { computed, effect, signal } from '@preact/signals'
import { render } from 'preact'
import '../../../src/features/live/screens/studio/studio.css'
import '../../../src/features/live/screens/report/report.css'
import '../../../src/features/capture/screens/recording/recording.css'
import '../../../src/features/privacy/screens/settings/settings.css'
import { recordingParts } from '../../../src/features/capture/screens/recording/parts.tsx'
import type { StudioModel } from '../../../src/features/live/screens/studio/model.ts'
import { Studio } from '../../../src/features/live/screens/studio/studio.tsx'
import { privacyParts } from '../../../src/features/privacy/screens/settings/parts.tsx'
import { studioParts } from '../../../src/web/host/studio-parts.tsx'
import { pageTimers } from '../../../src/ui/timers.ts'
import { hubTime, type WallTime } from '../../../src/kernel/time.ts'
import { drawnBy } from '../part.ts'
import { studioOf, type StudioScene } from '../studio-box.ts'
import { studioScenes } from '../studio-states.ts'

export const scenes = drawnBy(studioScenes, (root, scene) => {
  const { model, say } = studioOf(scene)
  void model.open()
  const recording = recordingParts({
    client: model.client, class: model.class, told: model.lamps.recording, now: model.now,
    // Half past two, when the page of a scene begins; in the language's own time of day.
    wallNow: () => Math.round(new Date(2026, 10, 22, 14, 30).getTime() + performance.now()) as WallTime,
    ask: (act) => model.asking.ask(act), address: signal('http://192.168.4.1:8080'),
  })
  const privacy = privacyParts({ client: model.client, timers: pageTimers, ask: (act) => model.asking.ask(act), saveEvidence: model.control.role === 'host' ? () => Promise.resolve(true) : null })
  const parts = studioParts(recording, privacy, { code: computed(() => model.class.value?.code), runsTheRoom: model.control.role !== 'technician' })
  render(<Studio model={model} parts={parts} onDevices={() => undefined} />, root)
  return arrange(root, scene, model, say)
})

/** Presses what the scene says, once each button is there; then the page is as it is to be looked at. */
async function arrange(root: HTMLElement, { view, press = [], afterwards, silent }: StudioScene, model: StudioModel, say: ReturnType<typeof studioOf>['say']): Promise<void> {
  await becomes(() => {
    if (view.phase === 'closed') return model.figures.value !== null
    return view.phase === 'draft' ? model.plan.loaded.value : model.linked.value && model.now.value !== null
  })
  for (const words of press) (await appears(root, words())).click()
  if (afterwards !== undefined) say(afterwards(hubTime(1000 * 1e6 + performance.now() * 1000)))
  if (silent === true) await changes(root, () => root.querySelector('.age.is-old') !== null)
  // What was pressed is drawn with the next frame.
  await new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)) })
}

/** Resolves once `isSo`, which reads signals, is. */
function becomes(isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = effect(() => { if (isSo()) queueMicrotask(() => { stop(); resolve() }) })
  })
}

async function appears(root: HTMLElement, words: string): Promise<HTMLElement> {
  const said = (one: HTMLElement) => (one.getAttribute('aria-label') ?? one.textContent).trim()
  const find = () => {
    const all = [...root.querySelectorAll<HTMLElement>('button, summary')]
    return all.find((one) => said(one) === words) ?? all.find((one) => said(one).startsWith(words))
  }
  await changes(root, () => find() !== undefined)
  const found = find()
  if (found === undefined) throw new Error(`no button says: ${words}`)
  return found
}

function changes(root: HTMLElement, isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!isSo()) return
      observer.disconnect()
      resolve()
    }
    const observer = new MutationObserver(look)
    observer.observe(root, { childList: true, subtree: true, attributes: true, characterData: true })
    look()
  })
}
