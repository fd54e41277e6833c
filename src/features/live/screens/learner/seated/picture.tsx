import { useEffect, useRef } from 'preact/hooks'
import { m } from '../../../../../words/messages.js'
import type { LearnerModel } from '../model.ts'
import { Mute } from './mute.tsx'
import type { LearnerState } from '../state.ts'
import { SlideLayer } from '../together-parts.ts'

/**
 * The class's picture. The element stays the same from the lobby on, so that the beginning has no
 * gap; before it the picture is hidden, and words stand in its place whenever there is none.
 */
export function Picture({ model, state, shown }: { model: LearnerModel; state: LearnerState; shown: boolean }) {
  const video = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    model.actions.attachPicture(video.current)
    return () => model.actions.attachPicture(null)
  }, [model])
  const words = pictureWords(state)
  return (
    <div class="picture" hidden={!shown}>
      <video ref={video} playsInline autoplay muted aria-label={m.learner_picture()} />
      {words === null ? null : <p class="picture-words say large">{words}</p>}
      {shown ? <SlideLayer.Part model={model} state={state} alone={false} /> : null}
      {shown ? <Mute model={model} state={state} corner /> : null}
    </div>
  )
}

function pictureWords({ media, link }: LearnerState): string | null {
  if (media.picture === 'playing') return null
  if (media.undecodable) return m.learner_picture_undecodable()
  // A stalled picture keeps its last frame: that is worth more than words.
  if (media.picture === 'stalled') return null
  return link.state === 'lost' ? m.learner_picture_lost() : m.learner_picture_soon()
}
