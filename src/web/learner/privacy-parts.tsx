import { later } from '../../ui/components/later.tsx'
import type { LearnerParts } from '../../features/live/screens/learner/parts.ts'

/** What the learner's page shows of consent and moments. Its script comes when it is first drawn. */
const script = () => import('./privacy.tsx')
const Card = later(() => script().then((module) => module.PrivacyCard))
const BeforeStage = later(() => script().then((module) => module.BeforeStage))
const After = later(() => script().then((module) => module.PrivacyAfter))

export const privacyParts: LearnerParts = {
  card: (visitor, where) => <Card.Part visitor={visitor} where={where} />,
  beforeStage: (visitor, go) => <BeforeStage.Part visitor={visitor} go={go} />,
  after: (visitor) => <After.Part visitor={visitor} />,
}
