import { testPlugin } from 'sso-kit/testing'
import plugin from './index.ts'

testPlugin(plugin, {
  options: {
    clientId: 'cli_a5ca35a685b0x26e',
    clientSecret: 'a secret of feishu',
    tenantKey: '736588c92lxf175d',
  },
})
