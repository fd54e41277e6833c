import { defineConfig } from 'vitest/config'

const shared = { globalSetup: ['bin/setup/words.js'] }

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          setupFiles: ['testkit/property-seed.ts'],
          include: ['{src,testkit,bench,bin}/**/*.test.{ts,tsx}'],
          // Native parts (SQLite, WebRTC) are loaded once per process; threads would share their teardown.
          pool: 'forks',
          maxWorkers: 2,
          // A bound against hanging, not a measure: the machine may be busy.
          testTimeout: 90_000,
          // Some hooks start a whole box, and end it.
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'e2e',
          include: ['e2e/*.test.ts'],
          pool: 'forks',
          fileParallelism: false,
          // A story drives several browsers on a small machine; each wait inside it has a bound of its own.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
