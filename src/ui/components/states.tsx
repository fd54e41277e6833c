import type { ComponentChildren } from 'preact'
import { Lamp, type LampState } from './lamp.tsx'
import { Meter } from './meter.tsx'

type TellProps = { title: string; children?: ComponentChildren; /** The one thing to do, where the thumb is. */ act?: ComponentChildren }

/** A page with little to say: what still works first, then the one thing to do. */
export function Tell({ title, children, act }: TellProps) {
  return (
    <>
      <div class="stack">
        <h2 class="title">{title}</h2>
        {children}
      </div>
      {act === undefined ? null : <div class="foot stack stack-s">{act}</div>}
    </>
  )
}

/** Nothing here yet: the place in pencil, and how to begin. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="stack">
      <div class="ghost" aria-hidden="true"><i /><i /><i /></div>
      <h2 class="title">{title}</h2>
      {children}
    </div>
  )
}

export type LoadingStep = { words: string; state: Extract<LampState, 'on' | 'wait' | 'plan'>; value?: string }

/** What is under way, step by step. Only shown when it takes long enough to be read. */
export function Loading({ title, steps, children }: { title: string; steps: readonly LoadingStep[]; children?: ComponentChildren }) {
  const done = steps.filter((step) => step.state === 'on').length + 0.5
  return (
    <section class="stack" aria-busy="true">
      <h2 class="title">{title}</h2>
      <ul class="rows">
        {steps.map((step) => (
          <li class="row" key={step.words}>
            <Lamp state={step.state}>{step.words}</Lamp>
            {step.value === undefined ? null : <span class="push num soft small">{step.value}</span>}
          </li>
        ))}
      </ul>
      <Meter label={title} part={done / steps.length} busy />
      {children}
    </section>
  )
}
