import { useEffect, useState } from 'preact/hooks'
import { clockText } from '../../../../../ui/clock-text.ts'
import { Button } from '../../../../../ui/components/button.tsx'
import { MusicIcon, PeopleIcon, PollIcon, TimerIcon } from '../../../../../ui/icons/icons.tsx'
import { m } from '../../../../../words/messages.js'
import { isRunning } from '../view.ts'
import type { StudioModel } from '../model.ts'
import { StagePanel } from '../stage/stage-panel.tsx'
import { MusicCard } from './music-card.tsx'
import { PollCard } from './poll-card.tsx'
import { TimerCard } from './timer-card.tsx'

type Open = 'timer' | 'music' | 'poll' | 'stage'
const DEFAULT_SECONDS = 60

/** Four keys beside the cue; what one opens stands under them, and stays while it runs. */
export function TogetherBar({ model }: { model: StudioModel }) {
  const [open, setOpen] = useState<Open | null>(null)
  const { timer, music, poll } = model.known.value
  const runs = isRunning(timer?.line ?? null, model.now.value)
  useEffect(() => { if (open === 'music') void model.together.tracks.load() }, [open])
  const toggle = (what: Open) => setOpen(open === what ? null : what)
  const key = (what: Open) => ({ pressed: open === what, onPress: () => toggle(what) })
  return (
    <section class="stack stack-s" aria-label={m.studio_together()}>
      <div class="four">
        <Button icon={<TimerIcon />} {...key('timer')}>{m.studio_timer_of({ time: clockText(DEFAULT_SECONDS) })}</Button>
        <Button icon={<MusicIcon />} {...key('music')}>{m.studio_music()}</Button>
        <Button icon={<PollIcon />} {...key('poll')}>{m.studio_poll()}</Button>
        <Button icon={<PeopleIcon />} {...key('stage')}>{m.studio_stage()}</Button>
      </div>
      {open === 'timer' || runs ? <TimerCard model={model} first={DEFAULT_SECONDS} /> : null}
      {open === 'music' || music !== null ? <MusicCard model={model} choosing={open === 'music'} /> : null}
      {open === 'poll' || poll !== null ? <PollCard model={model} writing={open === 'poll'} onWritten={() => setOpen(null)} /> : null}
      <StagePanel model={model} open={open === 'stage'} />
    </section>
  )
}
