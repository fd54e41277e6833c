export { chromiumPath, launchChromium } from '../src/rehearse/browser/chromium.ts'
