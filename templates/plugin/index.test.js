import { testManifest, testPlugin } from 'sso-kit/testing'
import plugin from './index.js'

testPlugin(plugin, { options: { clientId: 'app', clientSecret: 'a secret of Acme' } })

testManifest(plugin, import.meta.dirname)
