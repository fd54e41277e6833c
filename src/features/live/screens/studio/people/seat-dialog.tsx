import { useState } from 'preact/hooks'
import type { SeatId } from '../../../../../kernel/ids.ts'
import { Button } from '../../../../../ui/components/button.tsx'
import { Dialog } from '../../../../../ui/components/dialog.tsx'
import { m } from '../../../../../words/messages.js'
import { attentionOf } from '../../../rules/attention.ts'
import type { RosterLine, Standing } from '../../../wire/words.ts'
import type { StudioModel } from '../model.ts'
import { InviteMenu } from '../stage/invite-menu.tsx'
import { rungSentences } from './ladder-words.ts'
import { KIND_WORDS, linkWords, needWords } from './seat-words.ts'

/** One learner: how they are, and what a host may do. */
export function SeatDialog({ model, seat, onClose }: { model: StudioModel; seat: SeatId; onClose: () => void }) {
  const [blocking, setBlocking] = useState(false)
  const line = model.people.roster.value.find((one) => one.seat === seat)
  if (line === undefined) return null
  const name = model.nameOf(line)
  const stand = (standing: Standing) => {
    onClose()
    void model.people.setStanding(line, standing)
  }
  return (
    <Dialog title={name} onClose={onClose}>
      <p>{KIND_WORDS[line.kind]()}. {howWords(model, line)}</p>
      <div class="stack-s stack small num">{rungSentences(line, model.now.value).map((sentence, at) => <p key={at}>{sentence}</p>)}</div>
      {blocking ? (
        <>
          <p>{m.studio_block_why({ name })}</p>
          <div class="line">
            <Button onPress={() => setBlocking(false)}>{m.studio_cancel()}</Button>
            <Button kind="flag" onPress={() => stand('blocked')}>{m.studio_block_yes({ name })}</Button>
          </div>
        </>
      ) : (
        <div class="stack stack-s">
          {line.standing === 'welcome' ? <InviteMenu model={model} seat={seat} name={name} /> : null}
          <Act words={line.standing === 'muted' ? m.studio_unmute() : m.studio_mute()} why={line.standing === 'muted' ? m.studio_unmute_why() : m.studio_mute_why()} onPress={() => stand(line.standing === 'muted' ? 'welcome' : 'muted')} />
          <Act words={m.studio_remove_seat()} why={m.studio_remove_seat_why()} onPress={() => stand('removed')} />
          <Act words={m.studio_block()} why={m.studio_block_short()} onPress={() => setBlocking(true)} flag />
          <Button onPress={onClose}>{m.studio_close()}</Button>
        </div>
      )}
    </Dialog>
  )
}

function Act({ words, why, onPress, flag = false }: { words: string; why: string; onPress: () => void; flag?: boolean }) {
  return (
    <div class="line act-line">
      <Button kind={flag ? 'flag' : 'plain'} onPress={onPress}>{words}</Button>
      <span class="small soft grow">{why}</span>
    </div>
  )
}

function howWords(model: StudioModel, line: RosterLine): string {
  const need = attentionOf(line, model.now.value, model.attention.value)
  return need === undefined ? m.studio_seat_state({ state: linkWords(line) }) : needWords(need)
}
