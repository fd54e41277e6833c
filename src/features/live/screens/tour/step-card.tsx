import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { m } from '../../../../words/messages.js'

type StepCardProps = { step: { readonly at: number; readonly of: number }; title: string; children?: ComponentChildren }

/** What to do at this stop. Its heading takes the focus, so that whoever hears the page knows that it has moved on. */
export function StepCard({ step, title, children }: StepCardProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [title])
  return (
    <div class="card is-now stack stack-s tour-step">
      <p><span class="now-tag num">{m.tour_step({ step: step.at, of: step.of })}</span></p>
      <h2 class="title" tabIndex={-1} ref={heading}>{title}</h2>
      {children}
    </div>
  )
}
