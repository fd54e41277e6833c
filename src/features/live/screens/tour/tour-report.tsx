import { m } from '../../../../words/messages.js'
import type { TourModel } from './tour-model.ts'

/** What was measured of the sample class. */
export function TourReport({ model }: { model: TourModel }) {
  const figures = model.figures.value
  if (figures === null) return null
  const minutes = figures.beganAt === null || figures.endedAt === null ? 0 : Math.max(1, Math.round((figures.endedAt - figures.beganAt) / 60_000))
  return <section class="card stack"><p class="say large">{m.studio_figures_sentence({ came: figures.came, time: m.studio_figures_minutes({ minutes }) })}</p></section>
}
