import { inflateRawSync } from 'node:zlib'
import { testPlugin } from 'sso-kit/testing'
import plugin from './index.ts'

testPlugin(plugin, {
  options: {
    entityId: 'https://idp.example.com/metadata',
    signOnUrl: 'https://idp.example.com/sso',
    certificate: 'the simulator has its own',
    attributes: { username: 'uid', displayName: 'cn', email: 'mail', groups: 'memberOf' },
  },
  redirectUriIn(departure) {
    const packed = Buffer.from(departure.searchParams.get('SAMLRequest') ?? '', 'base64')
    return /AssertionConsumerServiceURL="([^"]*)"/.exec(inflateRawSync(packed).toString())?.[1]
  },
})
