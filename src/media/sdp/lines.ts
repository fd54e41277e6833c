import { Malformed } from '../../kernel/failures.ts'

/** The line level of a session description (RFC 8866 section 5). */

export const LONGEST_SDP = 64 * 1024
const MOST_LINES = 2000
const MOST_SECTIONS = 32

/** Session lines first, then one list per `m=` line. */
export function splitSections(text: string): string[][] {
  if (text.length > LONGEST_SDP) throw new Malformed('SDP: too long')
  const lines = text.split(/\r?\n/)
  while (lines.at(-1) === '') lines.pop()
  if (lines[0] !== 'v=0' || lines.length > MOST_LINES) throw new Malformed('SDP')
  const sections: string[][] = [[]]
  for (const line of lines) {
    if (!/^[a-z]=[\x20-\x7e\x80-\u{10ffff}]*$/u.test(line)) throw new Malformed('SDP line')
    if (line.startsWith('m=')) sections.push([line])
    else sections.at(-1)?.push(line)
  }
  if (sections.length > MOST_SECTIONS + 1) throw new Malformed('SDP: too many sections')
  return sections
}

/** The value of the first attribute `name`, undefined when it is not there. */
export function attribute(lines: readonly string[], name: string): string | undefined {
  const prefix = `a=${name}:`
  return lines.find((line) => line.startsWith(prefix))?.slice(prefix.length)
}
