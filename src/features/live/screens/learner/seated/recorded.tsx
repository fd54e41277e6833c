import { Lamp } from '../../../../../ui/components/lamp.tsx'
import { m } from '../../../../../words/messages.js'

/** Whether the class is being recorded: always there, quiet, and more is said when it is pressed. */
export function RecordedLamp({ recorded, onPress }: { recorded: boolean; onPress: () => void }) {
  return (
    <>
      <button type="button" class="lamp-button" aria-haspopup="dialog" onClick={onPress}>
        <Lamp state={recorded ? 'rec' : 'off'}>{recorded ? m.learner_recorded() : m.learner_not_recorded()}</Lamp>
      </button>
      {/* A change is said to who does not look; what stands from the start is not. */}
      <span class="hush" role="status">{recordedWords(recorded)}</span>
    </>
  )
}

/** What that means for who is here. */
export function recordedWords(recorded: boolean): string {
  return recorded ? m.learner_recorded_why() : m.learner_not_recorded_why()
}
