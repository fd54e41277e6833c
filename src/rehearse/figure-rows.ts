import { z } from 'zod/mini'
import { m } from '../words/messages.js'
import { FIGURES } from './figures.ts'
import { FIGURE_WORDS } from './figure-words.ts'
import type { RehearsalReport } from './report.ts'
import { figureText } from './sheet/format.ts'

/** One figure as people read it. `value` null: not measured; `limit` null: told, not judged. */
export const FigureRow = z.object({ figure: z.string(), label: z.string(), value: z.nullable(z.string()), limit: z.nullable(z.string()), met: z.nullable(z.boolean()) })
export type FigureRow = z.infer<typeof FigureRow>

/** All figures of a report, in the terminal's language. */
export function figureRows({ figures }: RehearsalReport): FigureRow[] {
  return figures.map(({ figure, value, limit, met }) => {
    const most = FIGURES[figure].worse === 'more'
    const limitText = limit === null ? null : figureText(figure, limit)
    return {
      figure, met, label: FIGURE_WORDS[figure](), value: value === null ? null : figureText(figure, value),
      limit: limitText === null ? null : most ? m.rehearse_sheet_limit_most({ value: limitText }) : m.rehearse_sheet_limit_least({ value: limitText }),
    }
  })
}
