import { testPlugin } from 'sso-kit/testing'
import plugin from './index.ts'

testPlugin(plugin, {
  options: {
    corpId: 'ding3608be7c4e5266ce4ac5d6980864',
    clientId: 'dingwjlht8b93ara',
    clientSecret: 'a secret of dingtalk',
  },
})
