import { pickLocale } from '../language.ts'
import { likedLanguages } from './sentences.ts'

/** Remembers what was picked on a page of this box, and is used for nothing else. */
const COOKIE = 'lectern-language'
const A_YEAR_S = 365 * 24 * 3600

export type LanguageAsk = {
  /** Of the address, with or without its `?`. */
  readonly query: string
  readonly cookie: string | undefined
  readonly acceptLanguage: string | undefined
}

export type LanguageChoice = {
  readonly language: string
  /** The `Set-Cookie` that keeps a choice just made (`?lang=de`); none otherwise. */
  readonly remember: string | null
}

/**
 * The language in which a page is sent: as its address asks, else as was picked before, else the best
 * that the browser accepts, else the first that there is. What is none of ours is passed over.
 */
export function chooseLanguage({ query, cookie, acceptLanguage }: LanguageAsk, languages: readonly string[]): LanguageChoice {
  const asked = new URLSearchParams(query.slice(0, 500)).get('lang')
  if (asked !== null && languages.includes(asked)) {
    return { language: asked, remember: `${COOKIE}=${asked}; Path=/; Max-Age=${A_YEAR_S}; SameSite=Lax; HttpOnly` }
  }
  const picked = cookieValue(cookie ?? '', COOKIE)
  if (picked !== undefined && languages.includes(picked)) return { language: picked, remember: null }
  return { language: pickLocale(likedLanguages(acceptLanguage), languages), remember: null }
}

/** RFC 6265, 5.4: pairs joined by `; `. The first of a name counts. */
function cookieValue(header: string, name: string): string | undefined {
  const pairs = header.slice(0, 4096).split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}
