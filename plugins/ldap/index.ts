import { definePlugin } from 'sso-kit/plugin'
import { consoleSteps } from './console.ts'
import { directoryOf } from './directories.ts'
import { fields } from './directory-options.ts'
import { lineOf } from './line.ts'
import { options } from './options.ts'
import { bindDnForm, dnForm, filterForm, mutableSubject, plaintext, searchAccount, tlsPort } from './rules.ts'

export default definePlugin({
  summary: 'Names and passwords of an LDAP directory or Active Directory',
  options,
  allow: { groups: 'DNs of groups; members of one of them may sign in.' },
  groupForm: { pattern: /^\s*[A-Za-z0-9.-]+\s*=/, words: 'cn=wiki,ou=groups,dc=example,dc=com' },
  signIn: 'password',
  rules: [plaintext, tlsPort, searchAccount, mutableSubject, filterForm, dnForm, bindDnForm],
  // one's own server; a page or the groups of one person each
  directory: { fields, pace: { perSecond: 50, atOnce: 2 } },
  console: consoleSteps,
  starter: {
    id: 'ldap',
    name: { zh: '公司账号', en: 'Company account' },
    keys: {
      url: 'ldaps://ldap.your-company.example',
      directory: 'openldap',
      baseDn: 'ou=people,dc=your-company,dc=example',
      bindDn: 'cn=sso-kit,ou=services,dc=your-company,dc=example',
      bindPassword: { env: 'LDAP_BIND_PASSWORD' },
    },
    zh: {
      url: '目录服务器的地址',
      directory: '目录的种类',
      baseDn: '在哪个条目之下找人',
      bindDn: '用来查找的账号',
      bindPassword: '它的密码',
    },
  },

  async open(options, host) {
    const [{ passwordCheck }, { connectivity }, { connection }, { startTls }, { peopleOf }, { admitted }] =
      await Promise.all([
        import('./check.ts'),
        import('./connectivity.ts'),
        import('./connection.ts'),
        import('./start-tls.ts'),
        import('./people.ts'),
        import('./results.ts'),
      ])
    const { bindDn, bindPassword } = options
    const line = lineOf(options, startTls)
    const account =
      bindDn === undefined || bindPassword === undefined
        ? undefined
        : { dn: bindDn, password: bindPassword.reveal() }
    const given = {
      directory: directoryOf(options),
      host,
      connect: async () => connection(await host.connect(line)),
      account,
    }
    return {
      password: passwordCheck(given),
      check: () => connectivity(given),
      directory: peopleOf({
        directory: given.directory,
        host,
        async connect() {
          const service = connection(await host.connect({ ...line, lastsMs: 600_000 }))
          try {
            if (account) admitted(await service.bind(account.dn, account.password))
            return service
          } catch (error) {
            service.close()
            throw error
          }
        },
      }),
    }
  },

  simulate: async (options, world) => (await import('./simulator/index.ts')).simulate(options, world),
})
