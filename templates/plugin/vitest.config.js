import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['*.test.js'],
    // wherever sso-kit is installed, its suite runs in the vitest of this folder
    server: { deps: { inline: ['sso-kit'] } },
  },
})
