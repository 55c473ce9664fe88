import { testPlugin } from 'sso-kit/testing'
import plugin from './index.ts'

testPlugin(plugin, {
  options: {},
  password: { username: 'anyi', password: 'a long enough sentence' },
})
