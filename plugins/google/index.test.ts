import { testPlugin } from 'sso-kit/testing'
import plugin from './index.ts'

testPlugin(plugin, {
  options: { clientId: '1234-abc.apps.googleusercontent.com', clientSecret: 'a secret of google' },
  allow: { domains: ['example.com'] },
})
