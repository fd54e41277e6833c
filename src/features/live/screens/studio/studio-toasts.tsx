import { Button } from '../../../../ui/components/button.tsx'
import { Toast, Toasts } from '../../../../ui/components/toast.tsx'
import { m } from '../../../../words/messages.js'
import type { Asking } from './asking.ts'

/** What the box refused, what another device did first, and what can be taken back. */
export function StudioToasts({ asking }: { asking: Asking }) {
  const [problem, notice, undo] = [asking.problem.value, asking.notice.value, asking.undo.value]
  return (
    <Toasts>
      {problem === null ? null : <Toast>{m.studio_refused({ sentence: problem })}<Button onPress={() => { asking.problem.value = null }}>{m.studio_dismiss()}</Button></Toast>}
      {notice === null ? null : <Toast>{notice}<Button onPress={() => { asking.notice.value = null }}>{m.studio_dismiss()}</Button></Toast>}
      {undo === null ? null : (
        <Toast>
          {undo.words}
          <Button onPress={() => { asking.takeBack() }}>{m.studio_undo()}</Button>
          <Button onPress={() => { asking.undo.value = null }}>{m.studio_dismiss()}</Button>
        </Toast>
      )}
    </Toasts>
  )
}
