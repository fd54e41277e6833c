/** How the sound between two cuts is made whole. Pure; times in samples of 48 kHz on the shared clock. */

export type CutSound = { readonly data: Uint8Array; readonly time: number; readonly duration: number }
export type PlacedSound = Pick<CutSound, 'data' | 'time'>
export type Silence = { readonly data: Uint8Array; readonly duration: number }
export type SoundCut = {
  /** At least one, each later than the one before. */
  readonly sounds: readonly PlacedSound[]
  /** Where the last one ends and the next segment's sound begins. */
  readonly end: number
}

/**
 * The sounds of a segment without a hole, from `from` to the first sound at or after `to`. Where packets are
 * missing, silence stands, so that what comes later keeps its place; a rest shorter than a silence is the sound before
 * it lasting longer. `sounds` in order of time; `next`: the first one behind the cut, if it is there.
 */
export function cutSound(sounds: readonly CutSound[], span: { readonly from: number; readonly to: number }, next: CutSound | undefined, silence: Silence): SoundCut {
  const out: PlacedSound[] = []
  let cursor = span.from
  const fillTo = (time: number): void => {
    for (; time - cursor >= silence.duration; cursor += silence.duration) out.push({ data: silence.data, time: cursor })
  }
  for (const { data, time, duration } of sounds) {
    fillTo(time)
    const last = out.at(-1)?.time ?? -Infinity
    // Nothing before it: then it begins where the segment does.
    const placed = out.length === 0 ? cursor : time
    if (placed <= last || time + duration <= cursor) continue
    out.push({ data, time: placed })
    cursor = Math.max(cursor, time + duration)
  }
  fillTo(span.to)
  if (out.length === 0) out.push({ data: silence.data, time: span.from })
  const last = out.at(-1)?.time ?? span.from
  const joins = next && next.time > last && next.time - cursor < silence.duration
  return { sounds: out, end: joins ? next.time : Math.max(cursor, last + 1) }
}
