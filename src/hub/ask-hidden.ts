import type { Readable } from 'node:stream'

/** What of a terminal's input is used. */
type TerminalInput = Readable & { setRawMode(on: boolean): unknown }

const ENTER = /[\r\n]/
const CTRL_C = '\u0003'
const CTRL_D = '\u0004'
const BACKSPACE = /[\b\u007f]/

/**
 * Asks at a terminal and shows nothing of what is typed. Null when the person gives up with Ctrl-C
 * or Ctrl-D, the terminal goes away,
 * or the question is `over`.
 */
export async function askHidden(question: string, input: TerminalInput, output: { write(text: string): unknown }, over?: AbortSignal): Promise<string | null> {
  output.write(question)
  input.setRawMode(true)
  input.setEncoding('utf8')
  const { promise, resolve } = Promise.withResolvers<string | null>()
  let typed = ''
  const hear = (chunk: string): void => {
    for (const char of chunk) {
      if (char === CTRL_C || char === CTRL_D) return resolve(null)
      if (ENTER.test(char)) return resolve(typed)
      typed = BACKSPACE.test(char) ? [...typed].slice(0, -1).join('') : typed + char
    }
  }
  const gone = (): void => resolve(null)
  input.on('data', hear)
  input.once('end', gone)
  over?.addEventListener('abort', gone, { once: true })
  input.resume()
  try {
    return await promise
  } finally {
    input.off('data', hear)
    input.off('end', gone)
    over?.removeEventListener('abort', gone)
    input.pause()
    input.setRawMode(false)
    output.write('\n')
  }
}
