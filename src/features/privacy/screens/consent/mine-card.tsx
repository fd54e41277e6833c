import { Button } from '../../../../ui/components/button.tsx'
import { m } from '../../../../words/messages.js'
import { HeldData } from '../held/held-data.tsx'
import type { MinePart } from './mine-desk.ts'

/** Everything the box holds about this person: to read here, or as a file. */
export function MineCard({ desk }: { desk: MinePart }) {
  const { data, fault, isAsking } = desk.state.value
  return (
    <section class="card stack stack-s" aria-labelledby="mine">
      <h2 class="title" id="mine">{m.privacy_mine_title()}</h2>
      <p class="small soft">{m.privacy_mine_why()}</p>
      <div class="consent-pair">
        {data === null ? <Button busy={isAsking} onPress={() => void desk.show()}>{m.privacy_mine_show()}</Button> : null}
        <Button busy={isAsking} onPress={() => void desk.save()}>{m.privacy_mine_file()}</Button>
        <Button busy={isAsking} onPress={() => void desk.saveRecords()}>{m.privacy_mine_records()}</Button>
      </div>
      <div role="status">
        {fault === null ? null : <p class="field-wrong">{fault.type === 'refused' && fault.sentence !== '' ? fault.sentence : m.privacy_mine_gone()}</p>}
        {data === null ? null : <HeldData data={data} />}
      </div>
    </section>
  )
}
