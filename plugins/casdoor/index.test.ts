import { testPlugin } from 'sso-kit/testing'
import plugin from './index.ts'

testPlugin(plugin, {
  options: {
    endpoint: 'https://door.example.com',
    organization: 'example',
    application: 'sso-kit',
    clientId: '0ba528121ea87b3eb54d',
    clientSecret: 'a secret of casdoor',
  },
})
