export { Child, freePort } from '../../src/rehearse/box/child.ts'
