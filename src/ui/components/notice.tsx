import type { ComponentChildren } from 'preact'

/** One steady line with a place of its own, so that news never moves the page. */
export function Notice({ tone = 'steady', children }: { tone?: 'steady' | 'now' | 'flag'; children: ComponentChildren }) {
  return (
    <div class={tone === 'steady' ? 'notice' : `notice is-${tone}`} role="status">
      {children}
    </div>
  )
}
