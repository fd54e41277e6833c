import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { askHidden } from './ask-hidden.ts'

/** A terminal's two ends. */
function terminal() {
  const shown: string[] = []
  const raw: boolean[] = []
  const input = Object.assign(new PassThrough(), { setRawMode: (on: boolean) => raw.push(on) })
  return { shown, raw, input, ask: (over?: AbortSignal) => askHidden('Passphrase: ', input, { write: (text: string) => shown.push(text) }, over) }
}

it('answers what is typed, in however many pieces it comes, and shows none of it', async () => {
  const { shown, raw, input, ask } = terminal()
  const asked = ask()
  for (const piece of ['sev', 'en l', 'ämps\r']) input.write(piece)
  expect(await asked).toBe('seven lämps')
  expect(shown).toEqual(['Passphrase: ', '\n'])
  expect(raw).toEqual([true, false])
})

it('takes back what was mistyped', async () => {
  const { input, ask } = terminal()
  const asked = ask()
  input.write('sefe\u007f\u007fven\n')
  expect(await asked).toBe('seven')
})

it.each(['\u0003', '\u0004'])('answers nothing when the person gives up', async (key) => {
  const { raw, input, ask } = terminal()
  const asked = ask()
  input.write(`half a passphr${key}`)
  expect(await asked).toBeNull()
  expect(raw).toEqual([true, false])
})

it('can ask again after a wrong answer', async () => {
  const { input, ask } = terminal()
  const first = ask()
  input.write('wrong\r')
  expect(await first).toBe('wrong')
  const second = ask()
  input.write('right\r')
  expect(await second).toBe('right')
})

it('gives the terminal back when the question is over', async () => {
  const { raw, ask } = terminal()
  const over = new AbortController()
  const asked = ask(over.signal)
  over.abort()
  expect(await asked).toBeNull()
  expect(raw).toEqual([true, false])
})
