import { expect, it } from 'vitest'
import { PURPOSES, Removal } from '../../wire/words.ts'
import { HELD_LABELS } from './held-labels.ts'

it('every purpose and everything that can be removed has words of its own where a person reads what is held of them', () => {
  for (const name of [...PURPOSES, ...Object.keys(Removal.shape)]) expect(HELD_LABELS[name]?.().length, name).toBeGreaterThan(2)
})
