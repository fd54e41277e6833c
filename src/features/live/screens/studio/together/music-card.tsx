import { clockText } from '../../../../../ui/clock-text.ts'
import { Button } from '../../../../../ui/components/button.tsx'
import { Lamp } from '../../../../../ui/components/lamp.tsx'
import { PlayIcon, StopIcon } from '../../../../../ui/icons/icons.tsx'
import { m } from '../../../../../words/messages.js'
import { positionAt } from '../../../rules/clock/timeline.ts'
import type { Track } from '../../../wire/routes.ts'
import { AddFile } from '../files/add-file.tsx'
import type { StudioModel } from '../model.ts'
import { StartedTogether } from './started-together.tsx'

/** Music that every device plays itself, from one instant on. */
export function MusicCard({ model, choosing }: { model: StudioModel; choosing: boolean }) {
  return (
    <div class="card stack stack-s">
      <Playing model={model} />
      <StartedTogether model={model} what="music" />
      {choosing ? <Tracks model={model} /> : null}
    </div>
  )
}

function Playing({ model }: { model: StudioModel }) {
  const { music } = model.known.value
  const now = model.now.value
  if (music === null) return null
  const at = now === null ? 0 : positionAt(music.line, now) / 1_000_000
  return (
    <div class="line">
      <Lamp state="on">{m.studio_music_plays({ title: music.title })}</Lamp>
      <span class="num soft grow">{clockText(at)}</span>
      <Button icon={<StopIcon />} onPress={() => void model.together.stopMusic()}>{m.studio_music_stop()}</Button>
    </div>
  )
}

function Tracks({ model }: { model: StudioModel }) {
  const { tracks } = model.together
  const live = model.class.value?.phase === 'live'
  return (
    <>
      <ul class="rows">
        {tracks.files.value.map((track) => <TrackRow key={track.track} track={track} model={model} live={live} />)}
      </ul>
      <AddFile words={m.studio_music_add()} choose={m.studio_music_file()} accept="audio/*" upload={tracks.upload.value} onFile={(file) => void tracks.add(file)} />
    </>
  )
}

function TrackRow({ track, model, live }: { track: Track; model: StudioModel; live: boolean }) {
  const isOwn = !track.track.startsWith('beat-')
  return (
    <li class="row">
      <span class="grow"><b>{track.title}</b>{' '}
        <span class="small soft num">{track.loops ? m.studio_music_loops() : track.seconds === null ? '' : clockText(track.seconds)}</span>
      </span>
      {isOwn ? <Button kind="quiet" label={m.studio_file_remove_label({ title: track.title })} onPress={() => void model.together.tracks.remove(track.track)}>{m.studio_remove()}</Button> : null}
      <Button icon={<PlayIcon />} disabled={!live} label={m.studio_music_play_label({ title: track.title })} onPress={() => void model.together.startMusic(track.track)}>{m.studio_music_play()}</Button>
    </li>
  )
}
