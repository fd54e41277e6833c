import { Button } from '../../../../ui/components/button.tsx'
import { Toast, Toasts } from '../../../../ui/components/toast.tsx'
import { m } from '../../../../words/messages.js'

/** What the box refused, or what somebody else did first. */
export function Problem({ problem, onDismiss }: { problem: string | null; onDismiss: () => void }) {
  return <Toasts>{problem === null ? null : <Toast>{problem}<Button onPress={onDismiss}>{m.privacy_crew_dismiss()}</Button></Toast>}</Toasts>
}
