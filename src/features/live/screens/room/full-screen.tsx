import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Button } from '../../../../ui/components/button.tsx'
import { m } from '../../../../words/messages.js'

/** Only where the browser can, and gone once it is done: on a wall nobody presses. */
export function FullScreen() {
  const isFull = useSignal(false)
  useEffect(() => {
    const look = (): void => { isFull.value = document.fullscreenElement !== null }
    document.addEventListener('fullscreenchange', look)
    return () => document.removeEventListener('fullscreenchange', look)
  }, [])
  // Phones of one maker know no full screen.
  if (isFull.value || document.fullscreenEnabled !== true) return null
  return <Button onPress={() => void document.documentElement.requestFullscreen()}>{m.room_full_screen()}</Button>
}
