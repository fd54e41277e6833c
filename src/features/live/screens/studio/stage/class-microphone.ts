import { effect } from '@preact/signals'
import type { Sending } from '../sending.ts'

type ClassSound = Pick<Sending, 'state' | 'route'>

/** Takes the microphone out of what the class hears, whenever it is in it. The answer ends that, and says whether it ever was. */
export function keepOut(out: ClassSound): () => boolean {
  let wasHeard = false
  const stop = effect(() => {
    if (out.state.value.sounds.microphone !== true) return
    wasHeard = true
    void out.route('microphone', false)
  })
  return () => {
    stop()
    return wasHeard
  }
}

/** Puts it back where it was taken out, unless nothing is sent from here any more. */
export function putBackInto(out: ClassSound, putBack: () => boolean): void {
  if (putBack() && out.state.peek().source !== null) void out.route('microphone', true)
}
