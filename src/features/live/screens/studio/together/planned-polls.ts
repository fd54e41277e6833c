import type { ItemId } from '../../../../../kernel/ids.ts'
import { PollDraft, type Run } from '../../../wire/run.ts'

export type PlannedPoll = { readonly id: ItemId; readonly poll: PollDraft }

/** The polls of the plan that were not on yet. */
export function plannedPolls(run: Run | null): PlannedPoll[] {
  return (run?.items ?? []).flatMap(({ id, poll, state }) => (poll === null || state !== 'ahead' ? [] : [{ id, poll }]))
}

/** Whether a poll that is being written can be asked. */
export const isPollDraft = (draft: PollDraft): boolean => PollDraft.safeParse(draft).success
