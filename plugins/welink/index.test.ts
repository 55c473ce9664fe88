import { testPlugin } from 'sso-kit/testing'
import plugin from './index.ts'

testPlugin(plugin, {
  options: {
    clientId: '20190828163922073733756',
    clientSecret: '5e2584ad-2d3c-4b1e-9f77-0c8a6f0b6d11',
    tenantId: 'E22BD2CC5F8B4EE69B931113F678A694',
  },
})
