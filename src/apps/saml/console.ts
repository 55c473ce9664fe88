import type { ConsoleStep, Words } from '../../plugin.ts'
import type { ShownApp } from '../console.ts'
import type { Setting } from '../setting.ts'
import { accessLink } from '../workbench.ts'

const nameIdFormats: Readonly<Record<string, string>> = {
  email: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  username: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
  persistent: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
}

export function samlSteps({ id, options }: ShownApp, setting: Setting): ConsoleStep[] {
  const place: Words = { zh: `${id} 的 SAML 设置`, en: `the SAML settings of ${id}` }
  const {
    attributes = {},
    entityId,
    acsUrl,
    sloUrl,
    metadata,
  } = options as {
    attributes?: Readonly<Record<string, string>>
    entityId?: string
    acsUrl?: string
    sloUrl?: string
    metadata?: unknown
  }
  const { publicUrl } = setting
  const back = (key: string, value: string, zh: string, en: string): ConsoleStep => ({
    place,
    field: { zh, en },
    value: null,
    note: {
      zh: `应与 ${key} 完全一致：${value}`,
      en: `has to be exactly what ${key} says: ${value}`,
    },
  })
  return [
    {
      place,
      field: { zh: '身份提供方元数据', en: 'identity provider metadata' },
      value: `${publicUrl}/saml/metadata`,
      note: {
        zh: '应用能读元数据时，其余各行都不用填',
        en: 'an app that reads metadata needs none of the next rows',
      },
    },
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
        zh: '取其中 <ds:X509Certificate> 的内容；文件写了 keys.saml 时就是那里的证书',
        en: 'what stands in <ds:X509Certificate> there; where the file has keys.saml, the certificate of that',
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
    {
      place,
      field: { zh: '名称标识格式 (NameID format)', en: 'NameID format' },
      value: nameIdFormats[String(options.nameId)] ?? '',
    },
    ...Object.entries(attributes).map(
      ([name, filled]): ConsoleStep => ({
        place,
        field: { zh: `属性：${filled}`, en: `attribute for ${filled}` },
        value: name,
      }),
    ),
    ...(entityId === undefined ? [] : [back('entityId', entityId, '实体 ID (entityID)', 'entity id')]),
    ...(acsUrl === undefined
      ? []
      : [back('acsUrl', acsUrl, '断言消费地址 (ACS)', 'assertion consumer service')]),
    ...(sloUrl !== undefined
      ? [back('sloUrl', sloUrl, '应用的单点登出地址 (SLO)', 'single logout service of the app')]
      : metadata === undefined
        ? [
            {
              place,
              field: { zh: '应用的单点登出地址 (SLO)', en: 'single logout service of the app' },
              value: null,
              note: { zh: '应用若有，填入 sloUrl', en: 'goes into sloUrl, if the app has one' },
            },
          ]
        : []),
    ...(options.launchUrl === undefined && options.idpInitiated !== true ? [] : [accessLink(id, setting)]),
  ]
}
