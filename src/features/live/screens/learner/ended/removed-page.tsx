import { Button } from '../../../../../ui/components/button.tsx'
import { Shade } from '../../../../../ui/components/shade.tsx'
import { Tell } from '../../../../../ui/components/states.tsx'
import { m } from '../../../../../words/messages.js'
import type { ClassView } from '../../../wire/words.ts'
import type { LearnerModel } from '../model.ts'

/** The host has taken the seat away: said plainly, with what can still be done. */
export function RemovedPage({ model, view, blocked }: { model: LearnerModel; view: ClassView; blocked: boolean }) {
  const again = blocked ? undefined : <Button kind="act" thumb onPress={() => model.actions.comeAgain()}>{m.learner_removed_again()}</Button>
  return (
    <div class="screen">
      <Shade title={view.title} />
      <main class="screen-main">
        <div class="body" role="status">
          <Tell title={m.learner_removed_title()} act={<>{again}<Button thumb onPress={() => model.actions.anotherClass()}>{m.learner_other_code()}</Button></>}>
            <p>{blocked ? m.learner_removed_blocked() : m.learner_removed_why()}</p>
          </Tell>
        </div>
      </main>
    </div>
  )
}
