import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  resolve: {
    alias: {
      'sso-kit/plugin': at('./src/plugin.ts'),
      'sso-kit/testing': at('./src/testing.ts'),
    },
  },
  test: {
    include: ['test/**/*.test.{ts,tsx}', 'plugins/**/*.test.ts'],
    globalSetup: ['./test/setup.ts', './test/postgres/setup.ts'],
    // much is made and soon forgotten: with more room for it the collector takes a tenth less of the run
    execArgv: ['--max-semi-space-size=64'],
    // packages are imported as Node does it, and not through a proxy that is asked for each use of each of their names
    deps: { interopDefault: false },
    setupFiles: ['./test/rsa-keys.ts'],
    testTimeout: 20_000,
    // the first one that needs it builds the program
    hookTimeout: 60_000,
    // every core: the half that is kept free by default is missed on a machine of two
    maxWorkers: '100%',
    // a worker loads the server once, not for each of its files: those that put something else in a module's place load
    // all anew, before and after them
    isolate: false,
    reporters: ['default', './test/tally.ts'],
  },
})
