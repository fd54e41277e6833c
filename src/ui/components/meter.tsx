type MeterProps = { label: string; /** 0 to 1. */ part: number; busy?: boolean }

/** Ink so far, pencil to come. */
export function Meter({ label, part, busy = false }: MeterProps) {
  const percent = Math.round(Math.min(1, Math.max(0, part)) * 100)
  return (
    <div class="meter" role={busy ? 'progressbar' : 'meter'} aria-label={label} aria-valuenow={percent} aria-valuemin={0} aria-valuemax={100}>
      <span class="meter-ink" style={{ inlineSize: `${percent}%` }} />
    </div>
  )
}
