import type { ReadonlySignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { Button } from '../../../../ui/components/button.tsx'
import { Copy } from '../../../../ui/components/copy.tsx'
import { Shade } from '../../../../ui/components/shade.tsx'
import { Tell } from '../../../../ui/components/states.tsx'
import { m } from '../../../../words/messages.js'
import { inTwo, momentText, untilText } from './format.ts'
import type { ReplayState } from './state.ts'
import { Timeline } from './timeline.tsx'
import { failureWords } from './words-of.ts'

export type ReplayActs = {
  picture(media: HTMLMediaElement | null): void
  play(): void
  goTo(seconds: number): void
  retry(): void
}

/** `/replay/CODE`: a class once more, for those its host lets in. */
export function ReplayPage({ state, acts, link }: { state: ReadonlySignal<ReplayState>; acts: ReplayActs; /** This page's own address. */ link: string }) {
  const known = state.value
  const title = known.told?.title ?? null
  useEffect(() => {
    document.title = title === null ? m.replay_page_title_none() : m.replay_page_title({ title })
  }, [title])
  return (
    <div class="screen replay">
      <Shade title={title ?? m.replay_page_title_none()} under={title === null ? undefined : m.replay_title()} />
      <main class="screen-main">
        {known.code === ''
          ? <div class="body"><Tell title={m.replay_no_code()}><p class="soft">{m.replay_no_code_why()}</p></Tell></div>
          : <Body state={known} acts={acts} link={link} />}
      </main>
    </div>
  )
}

/** The picture stays the same element in every state: the player holds on to it. */
function Body({ state, acts, link }: { state: ReplayState; acts: ReplayActs; link: string }) {
  const isOpen = state.at === 'playing'
  const video = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    acts.picture(video.current)
    return () => acts.picture(null)
  }, [acts])
  return (
    <>
      <div class="picture" hidden={!isOpen}>
        <video ref={video} controls playsInline aria-label={m.replay_player()} />
        {state.needsPress ? <div class="picture-words"><Button kind="act" thumb onPress={() => acts.play()}>{m.replay_needs_press()}</Button></div> : null}
      </div>
      {isOpen ? <Opened state={state} acts={acts} link={link} /> : <div class="body" role="status"><Before state={state} onRetry={() => acts.retry()} /></div>}
    </>
  )
}

function Before({ state, onRetry }: { state: ReplayState; onRetry: () => void }) {
  if (state.failure !== null) {
    const [title, why] = failureWords(state.failure, state.code)
    const again = state.failure.why === 'refused' ? <Button kind="act" thumb onPress={onRetry}>{m.replay_try_again()}</Button> : undefined
    return <Tell title={title} act={again}>{why === null ? null : <p class="soft">{why}</p>}</Tell>
  }
  if (state.isWaiting) return <Tell title={m.replay_waiting()}><p class="soft">{m.replay_waiting_why()}</p></Tell>
  return <p class="appears-late">{m.replay_opening({ code: inTwo(state.code) })}</p>
}

function Opened({ state, acts, link }: { state: ReplayState; acts: ReplayActs; link: string }) {
  const { told, hasEnded, isWaiting, seen } = state
  return (
    <div class="body replay-body">
      <div class="notice">
        {/* Told when it changes; the time beside it changes too often for that. */}
        <span role="status">{isWaiting ? m.replay_waiting() : hasEnded ? m.replay_ended() : null}</span>
        {isWaiting || hasEnded || seen === null ? null : <span class="num">{m.replay_seen({ time: momentText(seen) })}</span>}
        {hasEnded ? <Button kind="quiet" onPress={() => acts.goTo(0)}>{m.replay_from_start()}</Button> : null}
      </div>
      <Timeline spans={state.spans} seen={seen} onGo={(seconds) => acts.goTo(seconds)} />
      <section class="card stack" aria-labelledby="replay-link">
        <h2 class="title" id="replay-link">{m.replay_link()}</h2>
        <p class="row"><span class="code replay-address">{link}</span><span class="push"><Copy text={link} /></span></p>
        <p class="soft small">{told === null || told.until === null ? m.replay_until_always() : m.replay_until({ date: untilText(told.until) })}</p>
        <p><a href={`/moments/${state.code}`}>{m.replay_moments()}</a></p>
      </section>
    </div>
  )
}
