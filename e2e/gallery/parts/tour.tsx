import { signal } from '@preact/signals'
import { render } from 'preact'
import '../../../src/features/live/screens/report/report.css'
import '../../../src/features/live/screens/tour/tour.css'
import { TourModel } from '../../../src/features/live/screens/tour/tour-model.ts'
import { TourPage } from '../../../src/features/live/screens/tour/tour-page.tsx'
import { hello } from '../../../src/features/people/wire/routes.ts'
import { Client } from '../../../src/ui/client.ts'
import { nobleCrypto } from '../../../src/ui/crypto-noble.ts'
import { openDeviceKey } from '../../../src/ui/device-key.ts'
import { m } from '../../../src/words/messages.js'
import { drawnBy } from '../part.ts'
import { sampleView, tourScenes } from '../tour-states.ts'

const never = (): Promise<never> => new Promise(() => undefined)
const crypto = nobleCrypto()

export const scenes = drawnBy(tourScenes, (root, scene) => {
  const key = openDeviceKey({ trusted: false, use: 'studio', storage: sessionStorage, crypto, now: Date.now })
  const model = new TourModel({
    client: new Client({ crypto, key, hello, fetch: never }), key, crypto, label: '', skip: false,
    passphraseLeast: 10, mayType: scene.mayType ?? true, isSample: never, onYours: () => undefined,
    removal: { state: signal(scene.removal ?? { at: 'before' }), record: never, ask: never, remove: never },
  })
  model.stop.value = scene.stop
  model.begun.value = scene.begun ?? false
  model.linked.value = true
  model.class.value = sampleView(scene.phase)
  model.address.value = scene.address ?? 'http://192.168.4.1:8080'
  model.cue.value = scene.cue ?? null
  model.choked.link.value = scene.choked ?? null
  model.figures.value = scene.report ?? null
  model.making.value = scene.making ?? null
  model.problem.value = scene.problem ? m.tour_unreachable() : null
  render(<TourPage model={model} Learners={Learners} />, root)
})

/** Where the two learners' pages stand; they have states of their own here. */
function Learners() {
  return <>{[m.tour_learner_a(), m.tour_learner_b()].map((name) => <section key={name} class="tour-learner" aria-label={name}><div class="tour-frame" /></section>)}</>
}
