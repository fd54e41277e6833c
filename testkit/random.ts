export { seededRandom, type Random } from '../src/rehearse/network/random.ts'
