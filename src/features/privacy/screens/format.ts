import { typedClassCode } from '../../../kernel/ids.ts'
import { pageLanguage } from '../../../ui/language.ts'

/** Codes, times and lengths in the page's own language. */

/** A class code as it is read aloud. */
export const inTwo = (code: string): string => (code.length === 6 ? `${code.slice(0, 3)} ${code.slice(3)}` : code)

export function dayText(wall: number): string {
  return new Intl.DateTimeFormat(pageLanguage(), { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' }).format(wall)
}

/** The class code in an address like `/moments/K7M4QX`, as the class's own page writes it; empty for none. */
export function codeInPath(path: string, page: 'consent' | 'moments'): string {
  const [, on, typed = ''] = /^\/([a-z]+)\/([^/]{1,40})\/?$/.exec(path) ?? []
  if (on !== page) return ''
  try {
    return typedClassCode(decodeURIComponent(typed))
  } catch (error) {
    if (error instanceof URIError) return ''
    throw error
  }
}
