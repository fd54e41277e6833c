/** `clip`: `from` and `to` in milliseconds since the class began, `part` of a clip that became several files, from 1. */
export const CLIP_DOORS = { clip: '/api/1/classes/:code/clip', authority: '/api/1/clip-authority' } as const
