import {defineConfig} from 'vitest/config'

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          setupFiles: ['test/helpers/state-folder.ts'],
          include: ['test/unit/**/*.test.ts'],
          testTimeout: 30_000,
          sequence: {groupOrder: 0},
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          setupFiles: ['test/helpers/state-folder.ts'],
          include: ['test/integration/**/*.test.ts', 'test/e2e/**/*.test.ts'],
          globalSetup: ['test/helpers/global-kafka.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          sequence: {groupOrder: 1},
        },
      },
    ],
  },
})
