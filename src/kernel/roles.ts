import { z } from 'zod/mini'

/** Who a person is to a class (capability K6). One person may hold several. */
export const ROLES = [
  'host', 'co-host', 'teacher', 'technician', 'desk', 'clip-editor',
  'reviewer', 'moderator', 'organiser', 'partner', 'learner',
] as const
export const Role = z.enum(ROLES)
export type Role = z.infer<typeof Role>
