import { useMemo } from 'preact/hooks'
import { Button } from '../../../../../ui/components/button.tsx'
import { m } from '../../../../../words/messages.js'
import type { StudioModel } from '../model.ts'
import { deskOf } from './desk-of.ts'

/** Enough to see lists, counts and lamps fill. */
const MADE_UP = 10

/** In the rehearsal: made-up learners if they are wanted, and the way back to the class. */
export function LeaveRehearsal({ model, code }: { model: StudioModel; code: string }) {
  const desk = useMemo(() => deskOf(model, code), [model, code])
  if (model.control.role !== 'host') return null
  if (desk.moving.value) return <p role="status">{m.studio_crew_moving()}</p>
  const isCrowded = desk.madeUp.value > 0
  return (
    <span class="line">
      {model.class.value?.phase === 'closed' ? null : (
        <Button onPress={() => void desk.setMadeUp(isCrowded ? 0 : MADE_UP)}>{isCrowded ? m.studio_crew_crowd_away() : m.studio_crew_crowd({ count: MADE_UP })}</Button>
      )}
      <Button onPress={() => void desk.leave()}>{m.studio_crew_leave()}</Button>
    </span>
  )
}
