import { Button } from '../../../../ui/components/button.tsx'
import { Copy } from '../../../../ui/components/copy.tsx'
import { KeyIcon } from '../../../../ui/icons/icons.tsx'
import { m } from '../../../../words/messages.js'
import type { StudioModel } from './model.ts'

/** Everything OBS and other WHIP clients need, and who else can be put on the air. */
export function ObsCard({ model }: { model: StudioModel }) {
  const others = model.air.publishers.value.filter((publisher) => publisher.id !== model.air.myPublisher.value && publisher.from !== 'guest')
  const key = model.air.streamKey.value
  const open = model.air.sending.value.source === 'obs'
  if (!open && others.length === 0) return null
  return (
    <div class="card stack stack-s">
      {open ? (
        <>
          <b>{m.studio_obs_title()}</b>
          <p class="small soft">{m.studio_obs_why()}</p>
          {key === null ? null : (
            <dl class="obs-facts">
              <dt class="small soft">{m.studio_obs_address()}</dt>
              <dd class="line"><span class="code-like grow">{key.address}</span><Copy text={key.address} /></dd>
              <dt class="small soft">{m.studio_obs_key()}</dt>
              <dd class="line"><span class="code-like grow">{key.key}</span><Copy text={key.key} /></dd>
            </dl>
          )}
          <div class="line">
            <Button icon={<KeyIcon />} onPress={() => void model.air.makeStreamKey()}>{key === null ? m.studio_obs_make() : m.studio_obs_remake()}</Button>
            {key === null ? null : <span class="small soft">{m.studio_obs_old_ends()}</span>}
          </div>
        </>
      ) : null}
      {others.length === 0 ? (open && key !== null ? <p class="small" role="status">{m.studio_obs_waiting()}</p> : null) : (
        <ul class="rows" aria-label={m.studio_publishers()}>
          {others.map((publisher) => (
            <li class="row" key={publisher.id}>
              <span class="grow"><b>{publisher.label}</b></span>
              {publisher.isProgramme
                ? <Button onPress={() => void model.air.putOnAir(null)}>{m.studio_publisher_take()}</Button>
                : <Button kind="act" disabled={!publisher.video && !publisher.audio} onPress={() => void model.air.putOnAir(publisher.id)}>{m.studio_publisher_put()}</Button>}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
