import type { Common, ConsoleStep, OptionsOf, Shown, Words } from 'sso-kit/plugin'
import { directoryOf } from './directories.ts'
import { closingAttributes } from './entry.ts'
import { comparedWith } from './filter.ts'
import { lineOf } from './line.ts'
import type { options } from './options.ts'

type Options = Shown<OptionsOf<typeof options>> & Common

const server: Words = { zh: '目录服务器', en: 'directory server' }
const network: Words = { zh: '防火墙', en: 'firewall' }

/** Nothing is registered in a directory; it needs an account that may read, and to be reachable. */
export function consoleSteps(given: Options): ConsoleStep[] {
  const { host, port } = lineOf({ ...given, ca: undefined }, async () => {})
  const account: ConsoleStep[] = given.anonymousSearch
    ? []
    : [
        {
          place: server,
          field: { zh: '只读服务账号', en: 'service account that may only read' },
          value: null,
          note: {
            zh: `DN 填入 bindDn；密码不写进文件，放到 bindPassword 所指之处：${given.bindPassword}`,
            en: `its DN goes into bindDn; the password not into the file, but where bindPassword points: ${given.bindPassword}`,
          },
        },
      ]
  return [
    ...account,
    {
      place: server,
      field: { zh: '可读的属性', en: 'attributes that it may read' },
      value: readable(given).join(', '),
      note: { zh: `在此之下：${given.baseDn}`, en: `below ${given.baseDn}` },
    },
    {
      place: server,
      field: { zh: '签发服务器证书的 CA', en: "certificate authority of the server's certificate" },
      value: null,
      note: {
        zh: 'PEM 文件，由 ca 引用；系统已信任它则不需要',
        en: 'a PEM file that ca refers to; not needed where the system trusts it already',
      },
    },
    {
      place: network,
      field: { zh: '允许从本服务器连接', en: 'connections from this server to' },
      value: `${host}:${port}`,
    },
  ]
}

function readable(given: Options): string[] {
  const { filter, subject, attributes, groups } = directoryOf(given)
  return [
    ...new Set([
      comparedWith(filter, ['username']) ?? '',
      subject,
      ...Object.values(attributes),
      ...('attribute' in groups ? [groups.attribute] : []),
      ...closingAttributes,
    ]),
  ].filter(name => name !== '')
}
