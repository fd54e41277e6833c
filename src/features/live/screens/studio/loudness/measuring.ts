import type { PublisherId } from '../../../../../kernel/ids.ts'
import type { Publisher } from '../../../wire/words.ts'

/**
 * Which sound a studio measures, so that one does at a time.
 *
 * 1. Whoever sends the class's sound from a studio measures it, before it leaves.
 * 2. Of a sound from elsewhere the device that runs the class measures what the box sends on.
 * 3. Where no sound is on the air, what this page is about to send is measured, and nobody is told.
 */
export type Measuring = 'own' | 'monitor' | 'own-unsent' | 'none'

type About = { readonly programme: Publisher | undefined; readonly mine: PublisherId | null; readonly sends: boolean; readonly hasControl: boolean }

export function measuring({ programme, mine, sends, hasControl }: About): Measuring {
  if (programme === undefined || !programme.audio) return sends ? 'own-unsent' : 'none' // 3
  if (programme.id === mine) return 'own' // 1
  if (programme.from === 'whip' && hasControl) return 'monitor' // 2
  return sends ? 'own-unsent' : 'none'
}
