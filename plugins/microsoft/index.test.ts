import { testPlugin } from 'sso-kit/testing'
import { describe } from 'vitest'
import plugin from './index.ts'

const tenant = '72f988bf-86f1-41af-91ab-2d7cd011db47'
const app = { clientId: '6731de76-14a6-49ae-97bc-6eba6914391e', clientSecret: 'a secret of microsoft' }

describe.each(['openid-client', 'passport-azure-ad'])('with strategy %s', strategy => {
  testPlugin(plugin, { options: { ...app, tenant, strategy } })
})

describe('for people of any organisation', () => {
  testPlugin(plugin, { options: { ...app, tenant: 'organizations' } })
})
