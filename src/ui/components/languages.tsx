import { m } from '../../words/messages.js'
import { addressIn, languages, pageLanguage } from '../language.ts'

/** This page in its other languages, each named in itself. Draws nothing where there is only one. */
export function Languages() {
  const all = languages()
  const others = all.filter(({ tag }) => tag !== pageLanguage())
  if (others.length === 0) return null
  return (
    <nav class="languages" aria-label={m.ui_language()}>
      {others.map(({ tag, name }) => <a key={tag} href={addressIn(tag, location)} lang={tag} hreflang={tag}>{name}</a>)}
    </nav>
  )
}
