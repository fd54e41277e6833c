import { signal } from '@preact/signals'
import { describe, expect, it } from 'vitest'
import type { SendingState } from '../sending.ts'
import { keepOut, putBackInto } from './class-microphone.ts'

/** What a studio sends, without its devices. */
function studio(first: Partial<SendingState>) {
  const state = signal<SendingState>({ source: 'camera', starting: false, trouble: null, preview: null, sounds: {}, ...first })
  const set = (part: Partial<SendingState>): void => void (state.value = { ...state.peek(), ...part })
  const route = async (input: 'microphone' | 'screen' | 'file', heard: boolean): Promise<void> => set({ sounds: { ...state.peek().sounds, [input]: heard } })
  return { state, set, route }
}

describe('the microphone during a private talk', () => {
  it('is out of what the class hears, and back when the talk is over; other sounds stay', () => {
    const out = studio({ sounds: { microphone: true, screen: true } })
    const putBack = keepOut(out)
    expect(out.state.value.sounds).toEqual({ microphone: false, screen: true })
    putBackInto(out, putBack)
    expect(out.state.value.sounds).toEqual({ microphone: true, screen: true })
  })

  it('is kept out when another source brings it in meanwhile', () => {
    const out = studio({ source: null })
    const putBack = keepOut(out)
    out.set({ source: 'camera', sounds: { microphone: true } })
    expect(out.state.value.sounds.microphone).toBe(false)
    putBackInto(out, putBack)
    expect(out.state.value.sounds.microphone).toBe(true)
  })

  it('stays out when the host had taken it out before', () => {
    const out = studio({ sounds: { microphone: false } })
    putBackInto(out, keepOut(out))
    expect(out.state.value.sounds.microphone).toBe(false)
  })

  it('is left alone when nothing is sent from here any more, and after the talk', () => {
    const out = studio({ sounds: { microphone: true } })
    const putBack = keepOut(out)
    out.set({ source: null, sounds: {} })
    putBackInto(out, putBack)
    expect(out.state.value.sounds).toEqual({})
    out.set({ source: 'camera', sounds: { microphone: true } })
    expect(out.state.value.sounds.microphone).toBe(true)
  })
})
