import type { Stop } from './stop.ts'
import { chokeStop } from './choke-stop.tsx'
import { cueStop } from './cue-stop.tsx'
import { removalStop } from './removal-stop.tsx'
import { reportStop } from './report-stop.tsx'
import { yoursStop } from './yours-stop.tsx'

/** The tour, in order. */
export const STOPS: readonly Stop[] = [cueStop, chokeStop, removalStop, reportStop, yoursStop]
