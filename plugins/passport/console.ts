import type { ConsoleStep, ConsoleUrls, OptionsOf, Shown, Words } from 'sso-kit/plugin'
import type { options } from './options.ts'

type Options = Shown<OptionsOf<typeof options>>

/** Nobody here knows the vendor's pages; the fields have the names of OAuth 2.0. */
export function consoleSteps({ module, kind, identity }: Options, { callback }: ConsoleUrls): ConsoleStep[] {
  const here: Words = { zh: '配置文件所在的文件夹', en: 'folder of the configuration file' }
  const place: Words = { zh: `${identity.issuer} › 应用`, en: `${identity.issuer} › application` }
  const install: ConsoleStep = {
    place: here,
    field: { zh: '命令行', en: 'command line' },
    value: `npm install ${module}`,
  }
  if (kind === 'password') return [install]
  return [
    install,
    { place, field: { zh: '回调地址 (redirect URI)', en: 'redirect URI' }, value: callback },
    {
      place,
      field: { zh: '应用 ID 和密钥', en: 'id and secret of the application' },
      value: null,
      note: {
        zh: `填入 options，键名见 ${module} 的说明；密钥不写进文件，只写引用`,
        en: `go into options, under the names that the manual of ${module} has; the secret as a reference`,
      },
    },
  ]
}
