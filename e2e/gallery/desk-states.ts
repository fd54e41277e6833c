import { m } from '../../src/words/messages.js'
import { PersonId } from '../../src/kernel/ids.ts'
import type { WallTime } from '../../src/kernel/time.ts'
import type { DeskState, Written } from '../../src/features/privacy/screens/desk-consent/desk-model.ts'
import { type DeskDraft, EMPTY } from '../../src/features/privacy/screens/desk-consent/desk-state.ts'
import { ALL_REFUSED } from '../../src/features/privacy/wire/words.ts'

/** The page of consent at the desk in every state. */
export type DeskScene = { readonly state: DeskState; readonly draft: DeskDraft; readonly isPressed: boolean; readonly takingBack: Written | null; readonly done: () => string | null }

const at = Date.UTC(2026, 10, 22, 13, 50) as WallTime
const written = (letter: string, name: string, over: Partial<Written>): Written => ({
  person: PersonId.parse(`prs_${letter.repeat(16)}`), by: 'desk', choices: ALL_REFUSED, at, notice: { sha256: 'A'.repeat(43), language: 'en' }, name, guardian: null, ...over,
})
const noor = written('a', 'Noor', { by: 'guardian', guardian: 'Imani Adeyemi', choices: { ...ALL_REFUSED, heard: true, answers: true } })
const consents = [noor, written('b', 'Tomasz', {}), written('c', 'Priya', { by: 'self' }), written('d', 'Ben', { by: 'self' })]
const there: DeskState = { at: 'there', view: { title: 'Shoulders that stop aching', consents } }
const scene = (over: Partial<DeskScene>): DeskScene => ({ state: there, draft: EMPTY, isPressed: false, takingBack: null, done: () => null, ...over })

export const deskScenes: Readonly<Record<string, DeskScene>> = {
  'desk': scene({ state: { at: 'there', view: { title: 'Shoulders that stop aching', consents: [] } } }),
  'desk-guardian': scene({ draft: { ...EMPTY, name: 'Noor', guardian: '', choices: { heard: true, seen: false, contact: true } }, isPressed: true }),
  'desk-change': scene({ draft: { ...EMPTY, person: noor.person, name: 'Noor', guardian: noor.guardian, choices: noor.choices } }),
  'desk-take-back': scene({ takingBack: noor }),
  'desk-written': scene({ done: () => m.privacy_desk_written({ name: 'Noor' }) }),
}
