import { useEffect, useRef } from 'preact/hooks'
import { Lamp } from '../../../../ui/components/lamp.tsx'
import { m } from '../../../../words/messages.js'
import type { RosterLine } from '../../wire/words.ts'
import { PRESSED, sampleSeatHash } from './sample-seat.ts'
import type { TourModel } from './tour-model.ts'

const SEATS = [
  { as: 'a', name: m.tour_learner_a, silent: false },
  { as: 'b', name: m.tour_learner_b, silent: true },
] as const

/** Two learners' pages as every phone has them, in frames. */
export function LearnerFrames({ model }: { model: TourModel }) {
  const frames = useRef(new Set<HTMLIFrameElement>())
  const { code } = model.class.value ?? {}
  useEffect(() => passOnPresses(frames.current), [])
  if (code === undefined) return null
  return (
    <>
      {SEATS.map((seat) => {
        const name = seat.name()
        return (
          <section class="stack stack-s tour-learner" key={seat.as} aria-label={m.tour_learner_frame({ name })}>
            <p class="line tour-learner-head">
              <span>{seat.silent ? m.tour_learner_silent({ name }) : m.tour_learner_sounds({ name })}</span>
              <How line={model.roster.value.find((line) => line.name === name)} />
            </p>
            <iframe
              class="tour-frame" title={m.tour_learner_frame({ name })} allow="autoplay" src={`/c/${code}${sampleSeatHash({ as: seat.as, name, silent: seat.silent })}`}
              ref={(frame) => {
                if (frame !== null) frames.current.add(frame)
              }}
            />
          </section>
        )
      })}
    </>
  )
}

function How({ line }: { line: RosterLine | undefined }) {
  if (line === undefined || line.link === 'arriving' || line.link === 'gone') return <Lamp state="wait">{m.tour_learner_coming()}</Lamp>
  return <Lamp state="on"><span class="num">{m.ui_ms({ ms: Math.round(line.cueMs ?? line.linkMs ?? 0) })}</span></Lamp>
}

/** Browsers let a frame sound once the page around it was pressed; each frame has to be told that it was. */
function passOnPresses(frames: ReadonlySet<HTMLIFrameElement>): () => void {
  const pressed = (): void => {
    for (const frame of frames) frame.contentWindow?.dispatchEvent(new Event(PRESSED))
  }
  addEventListener('pointerup', pressed)
  addEventListener('keyup', pressed)
  return () => {
    removeEventListener('pointerup', pressed)
    removeEventListener('keyup', pressed)
  }
}
