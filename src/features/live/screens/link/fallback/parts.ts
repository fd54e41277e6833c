/** What a page loads once WebRTC is missing or silent. */
export { Fallback } from './fallback.ts'
export { HeldBack } from './held-back.ts'
