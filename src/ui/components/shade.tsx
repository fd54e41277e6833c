import type { ComponentChildren } from 'preact'
import { Mark } from '../icons/icons.tsx'
import { Languages } from './languages.tsx'

type ShadeProps = {
  title: string
  /** A second, softer line under the title. */
  under?: ComponentChildren
  /** Lit while a class is live, and only then. */
  live?: boolean
  /** Lamps, the class code, or buttons at the end of the band. */
  children?: ComponentChildren
}

/**
 * The green band at the top of every page. The element after it is where its light falls. Other languages
 * are offered until a class is live: then its room is for the class.
 */
export function Shade({ title, under, live = false, children }: ShadeProps) {
  return (
    <header class={live ? 'shade is-live' : 'shade'}>
      <Mark />
      <h1>
        {title}
        {under === undefined ? null : <div class="soft small">{under}</div>}
      </h1>
      {children}
      {live ? null : <Languages />}
    </header>
  )
}
