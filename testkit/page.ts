export { memoryStorage, Page } from '../src/rehearse/people/page.ts'
