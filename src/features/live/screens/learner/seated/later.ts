import { later } from '../../../../../ui/components/later.tsx'

/** All that comes after the seat. Loaded while the learner looks for one. */
export const Seated = later(() => import('./seated.tsx').then((module) => module.Seated))
