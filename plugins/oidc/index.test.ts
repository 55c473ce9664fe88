import { testPlugin } from 'sso-kit/testing'
import plugin from './index.ts'

testPlugin(plugin, {
  options: { issuer: 'https://id.example', clientId: 'app', clientSecret: 'a secret of partner' },
})
