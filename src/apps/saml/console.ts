import type { ConsoleStep, Words } from '../../plugin.ts'
import type { ShownApp } from '../console.ts'
import type { Setting } from '../setting.ts'
import { accessLink } from '../workbench.ts'

interface Options {
  readonly nameId: string
  readonly attributes?: Readonly<Record<string, string>>
  readonly entityId?: string
  readonly acsUrl?: string
  readonly sloUrl?: string
  readonly metadata?: unknown
  readonly launchUrl?: string
  readonly idpInitiated?: boolean
}

const nameIdFormats: Readonly<Record<string, string>> = {
  email: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  username: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
  persistent: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
}

export function samlSteps({ id, options }: ShownApp, setting: Setting): ConsoleStep[] {
  const place: Words = { zh: `${id} 的 SAML 设置`, en: `the SAML settings of ${id}` }
  const { nameId, attributes = {}, launchUrl, idpInitiated, ...own } = options as unknown as Options
  const { publicUrl } = setting
  return [
    {
      place,
      field: { zh: '身份提供方元数据', en: 'identity provider metadata' },
      value: `${publicUrl}/saml/${id}/metadata`,
    },
    ...withoutMetadata(place, id, publicUrl),
    {
      place,
      field: { zh: '名称标识格式 (NameID format)', en: 'NameID format' },
      value: nameIdFormats[nameId] ?? '',
    },
    ...Object.entries(attributes).map(
      ([name, filled]): ConsoleStep => ({
        place,
        field: { zh: `属性：${filled}`, en: `attribute for ${filled}` },
        value: name,
      }),
    ),
    ...ofTheApp(place, own),
    ...(launchUrl === undefined && idpInitiated !== true ? [] : [accessLink(id, setting)]),
  ]
}

/** What an app that reads our metadata finds there. */
function withoutMetadata({ zh, en }: Words, id: string, publicUrl: string): ConsoleStep[] {
  const place: Words = { zh: `${zh}（它不读元数据时）`, en: `${en}, where it reads no metadata` }
  return [
    {
      place,
      field: { zh: '身份提供方实体 ID (entityID)', en: 'entity id of the identity provider' },
      value: `${publicUrl}/saml/metadata`,
    },
    {
      place,
      field: { zh: '签名证书', en: 'signing certificate' },
      value: `${publicUrl}/saml/${id}/metadata`,
      note: {
        zh: '打开它，取其中 <ds:X509Certificate> 的内容',
        en: 'open it, and take what stands in <ds:X509Certificate>',
      },
    },
    {
      place,
      field: { zh: '登录地址 (SSO URL)', en: 'sign-on address (SSO URL)' },
      value: `${publicUrl}/saml/${id}/sso`,
    },
    {
      place,
      field: { zh: '登出地址 (SLO URL)', en: 'sign-out address (SLO URL)' },
      value: `${publicUrl}/saml/${id}/slo`,
    },
  ]
}

/** The app's own side: as the file has it, but for what the app's metadata says. */
function ofTheApp(
  place: Words,
  { entityId, acsUrl, sloUrl, metadata }: Pick<Options, 'entityId' | 'acsUrl' | 'sloUrl' | 'metadata'>,
): ConsoleStep[] {
  const compared = (key: string, value: string | undefined, field: Words): ConsoleStep[] =>
    value === undefined
      ? []
      : [
          {
            place,
            field,
            value,
            note: { zh: `应与文件的 ${key} 完全一致`, en: `has to be exactly what ${key} of the file says` },
          },
        ]
  const slo: Words = { zh: '应用的单点登出地址 (SLO)', en: 'single logout service of the app' }
  const mayHave = sloUrl === undefined && metadata === undefined
  return [
    ...compared('entityId', entityId, { zh: '应用的实体 ID (entityID)', en: 'entity id of the app' }),
    ...compared('acsUrl', acsUrl, { zh: '断言消费地址 (ACS)', en: 'assertion consumer service' }),
    ...compared('sloUrl', sloUrl, slo),
    ...(mayHave
      ? [
          {
            place,
            field: slo,
            value: null,
            note: { zh: '应用若有，填入 sloUrl', en: 'goes into sloUrl, if the app has one' },
          },
        ]
      : []),
  ]
}
