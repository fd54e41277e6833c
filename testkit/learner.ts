export { Learner } from '../src/rehearse/people/learner.ts'
