export { bundle, pageWith, servePages, type PageServer } from '../src/rehearse/browser/pages.ts'
