import { useEffect, useRef } from 'preact/hooks'
import { Button } from '../../../../ui/components/button.tsx'
import { m } from '../../../../words/messages.js'
import type { SpanPart, SpanPlaying } from './span-visit.ts'

/** A stretch of the class, playing; the words over it say why it does not. */
export function SpanPicture({ visit, label }: { visit: SpanPart; label: string }) {
  const video = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    visit.picture(video.current)
    return () => visit.picture(null)
  }, [visit])
  const state = visit.state.value
  const isOpen = state.at === 'playing'
  return (
    <div class="stack stack-s">
      <div class="picture crew-picture">
        <video ref={video} controls={isOpen} playsInline aria-label={label} />
        {isOpen && !state.needsPress ? null : (
          <div class="picture-words">
            {state.needsPress ? <Button kind="act" thumb onPress={() => visit.play()}>{m.privacy_crew_press_to_play()}</Button> : <p role="status">{beforeWords(state)}</p>}
          </div>
        )}
      </div>
      {/* Its place is kept, so that nothing moves when the stretch ends. */}
      <p class="line crew-after-picture"><Button kind="quiet" disabled={!state.hasEnded} onPress={() => visit.again()}>{m.privacy_crew_play_again()}</Button></p>
    </div>
  )
}

function beforeWords(state: SpanPlaying): string {
  if (state.at === 'failed') return state.sentence ?? m.privacy_crew_cannot_play()
  return state.isWaiting ? m.privacy_crew_waiting() : m.privacy_crew_opening()
}
