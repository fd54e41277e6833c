import type { ReadStream } from 'node:tty'

const ENTER = /[\r\n]/
const CTRL_C = '\u0003'
const CTRL_D = '\u0004'
const BACKSPACE = /[\b\u007f]/

/**
 * Asks at a terminal and shows nothing of what is typed. Null when the person gives up with Ctrl-C
 * or Ctrl-D.
 */
export async function askHidden(question: string, input: ReadStream, output: { write(text: string): unknown }): Promise<string | null> {
  output.write(question)
  input.setRawMode(true)
  input.setEncoding('utf8')
  input.resume()
  try {
    let typed = ''
    for await (const chunk of input.iterator({ destroyOnReturn: false })) {
      for (const char of String(chunk)) {
        if (char === CTRL_C || char === CTRL_D) return null
        if (ENTER.test(char)) return typed
        typed = BACKSPACE.test(char) ? [...typed].slice(0, -1).join('') : typed + char
      }
    }
    return null
  } finally {
    input.setRawMode(false)
    input.pause()
    output.write('\n')
  }
}
