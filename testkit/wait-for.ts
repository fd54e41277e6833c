export { inTime, waitFor } from '../src/rehearse/wait-for.ts'
