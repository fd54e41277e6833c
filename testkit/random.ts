export { seededRandom } from '../src/rehearse/network/random.ts'
