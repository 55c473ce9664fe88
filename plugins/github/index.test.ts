import { testPlugin } from 'sso-kit/testing'
import plugin from './index.ts'

testPlugin(plugin, {
  options: { clientId: 'app', clientSecret: 'a secret of github' },
  allow: { organizations: ['example'], teams: ['example/platform'] },
})
