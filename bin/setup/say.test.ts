import { expect, it } from 'vitest'
import { sentence } from './say.js'

it('a sentence takes its values', () => {
  expect(sentence('checking', { what: 'types' })).toBe('Checking types …')
})

it('a sentence that does not exist, or lacks a value, is our defect', () => {
  expect(() => sentence('nothing_like_it')).toThrow('nothing_like_it')
  expect(() => sentence('toString')).toThrow()
  expect(() => sentence('checking')).toThrow('what')
})
