import type { ConsoleStep, Words } from '../../../plugin.ts'
import { shownOnce } from '../../secret-place.ts'
import { existing, metadata, switchOn } from './shared.ts'

export interface CloudSso {
  readonly sso: 'cloudsso'
  readonly userName: string
  readonly directory: { readonly entityId: string; readonly acsUrl: string }
  readonly scim?: { readonly url: string; readonly token: unknown }
}

const settings: Words = {
  zh: '云 SSO 控制台 › 设置 › SSO 登录',
  en: 'CloudSSO console › Settings › SSO logon',
}
const provisioning: Words = {
  zh: '云 SSO 控制台 › 设置 › SCIM 用户同步配置',
  en: 'CloudSSO console › Settings › SCIM-based user synchronisation',
}

/**
 * What the file needs comes first. Both switches are off in a new directory (SetExternalSAMLIdentityProvider:
 * SSOStatus; SetSCIMSynchronizationStatus), and are the last of their page.
 */
export function cloudSsoSteps({ userName, directory, scim }: CloudSso, publicUrl: string): ConsoleStep[] {
  return [
    back(
      settings,
      '服务提供商 Entity ID',
      'service provider entity id',
      'directory.entityId',
      directory.entityId,
    ),
    back(settings, 'ACS URL', 'ACS URL', 'directory.acsUrl', directory.acsUrl),
    metadata(settings, publicUrl),
    ...(scim === undefined
      ? [existing({ zh: '云 SSO 控制台 › 用户', en: 'CloudSSO console › Users' }, userName, 'CloudSSO')]
      : scimSteps(scim)),
    {
      place: { zh: '云 SSO 控制台', en: 'CloudSSO console' },
      field: { zh: '访问配置', en: 'access configurations' },
      value: null,
      note: {
        zh: '为用户或用户组指定资源目录中的账号和访问配置：没有的人能登录，但什么都打不开',
        en: 'assign users or groups an account of the resource directory and an access configuration: without one they come in, and can open nothing',
      },
    },
    switchOn(settings, { zh: 'SSO 登录', en: 'SSO logon' }),
  ]
}

const scimSteps = ({ url, token }: NonNullable<CloudSso['scim']>): ConsoleStep[] => [
  back(provisioning, 'SCIM 服务端地址', 'SCIM endpoint', 'scim.url', url),
  {
    place: provisioning,
    field: { zh: 'SCIM 密钥', en: 'SCIM credential' },
    value: null,
    note: shownOnce('scim.token', token),
  },
  switchOn(provisioning, { zh: 'SCIM 用户同步', en: 'SCIM-based user synchronisation' }),
]

const back = (place: Words, zh: string, en: string, key: string, now: string): ConsoleStep => ({
  place,
  field: { zh, en },
  value: null,
  note: { zh: `填入 ${key}，文件里现在是 ${now}`, en: `goes into ${key}, which is ${now} now` },
})
