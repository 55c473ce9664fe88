import { testPlugin } from 'sso-kit/testing'
import plugin from './index.ts'
import { passwordOf } from './simulator/index.ts'

testPlugin(plugin, {
  options: {
    url: 'ldaps://ldap.example.com',
    directory: 'openldap',
    baseDn: 'ou=people,dc=example,dc=com',
    bindDn: 'cn=sso-kit,ou=services,dc=example,dc=com',
    bindPassword: 'a secret of the service account',
    ca: 'the simulator has none',
  },
  password: { username: 'lisi', password: passwordOf({ id: 'lisi' }) },
})
