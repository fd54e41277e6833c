import { later } from '../../../../../ui/components/later.tsx'

/** The pass, with the code to scan that it takes to show it. */
export const KeepPlace = later(() => import('./keep-place.tsx').then((module) => module.KeepPlace))
