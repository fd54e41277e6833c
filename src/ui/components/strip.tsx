import { m } from '../../words/messages.js'
import { stripScale } from './strip-scale.ts'

const WIDTH = 340
const LEFT = 4
const AXIS = 26

type StripProps = {
  /** Press to played, one per phone, milliseconds. */
  afterMs: readonly number[]
  /** The contract, in pencil. */
  limitMs: number
  /** The whole finding in one sentence; the drawing is nothing without it. */
  label: string
}

/**
 * The signature chart: was it together? A line of time from the press, one upright mark per phone,
 * the limit dashed. Late marks are flags, by shape as well as by colour.
 */
export function Strip({ afterMs, limitMs, label }: StripProps) {
  const scale = stripScale(afterMs, limitMs, WIDTH)
  const limit = LEFT + scale.limitX
  return (
    <svg class="strip" viewBox={`0 0 ${WIDTH + 2 * LEFT} 58`} role="img" aria-label={label}>
      <line class="strip-axis" x1={LEFT} y1={AXIS} x2={LEFT + WIDTH} y2={AXIS} />
      <line class="strip-limit" x1={limit} y1="4" x2={limit} y2={AXIS + 12} />
      <line class="strip-press" x1={LEFT} y1={AXIS - 9} x2={LEFT} y2={AXIS + 9} />
      {scale.marks.map((mark) => {
        const x = LEFT + mark.x
        const reach = 11 + Math.min(5, mark.count - 1)
        return (
          <g key={mark.x}>
            <line class={mark.late ? 'strip-mark strip-late' : 'strip-mark'} x1={x} y1={AXIS - reach} x2={x} y2={AXIS + 11} />
            {mark.late ? <path class="strip-flag" d={`M${x} ${AXIS - reach}l8 4-8 4z`} /> : null}
          </g>
        )
      })}
      <text x="0" y="54">{m.ui_strip_press()}</text>
      <text class="strip-plan" x={limit} y="54" text-anchor="middle">{m.ui_ms({ ms: limitMs })}</text>
    </svg>
  )
}
