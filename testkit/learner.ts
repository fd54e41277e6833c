export { Learner, type Felt } from '../src/rehearse/people/learner.ts'
