import { useMemo } from 'preact/hooks'
import { Button } from '../../../../../ui/components/button.tsx'
import { m } from '../../../../../words/messages.js'
import type { StudioModel } from '../model.ts'
import { deskOf } from './desk-of.ts'

/** Out of the rehearsal, back to the class. */
export function LeaveRehearsal({ model, code }: { model: StudioModel; code: string }) {
  const desk = useMemo(() => deskOf(model, code), [model, code])
  if (model.control.role !== 'host') return null
  if (desk.moving.value) return <p role="status">{m.studio_crew_moving()}</p>
  return <Button onPress={() => void desk.leave()}>{m.studio_crew_leave()}</Button>
}
