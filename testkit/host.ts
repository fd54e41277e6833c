export { Host } from '../src/rehearse/people/host.ts'
