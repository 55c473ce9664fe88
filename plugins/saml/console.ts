import type { ConsoleStep, ConsoleUrls, Shown, Words } from 'sso-kit/plugin'
import type { Options } from './expected.ts'
import { nameIdFormats } from './name-id.ts'

/** Every identity provider has pages of its own; the fields have the names of SAML 2.0 metadata. */
export function consoleSteps(options: Shown<Options>, { callback }: ConsoleUrls): ConsoleStep[] {
  const { entityId, certificate, spEntityId = callback, subject, nameIdFormat, attributes } = options
  const place: Words = { zh: `${entityId} › 服务提供方`, en: `${entityId} › service provider` }
  const metadata: Words = { zh: `${entityId} › 元数据`, en: `${entityId} › metadata` }
  const names = Object.values(attributes).filter(name => name !== undefined)
  const released = subject === 'nameId' ? names : [subject, ...names]
  return [
    { place, field: { zh: '实体 ID (entityID)', en: 'entity ID (entityID)' }, value: spEntityId },
    {
      place,
      field: { zh: '断言接收地址 (ACS URL)', en: 'assertion consumer service (ACS URL)' },
      value: callback,
      note: { zh: '绑定方式 HTTP-POST', en: 'binding HTTP-POST' },
    },
    ...(subject === 'nameId'
      ? [{ place, field: same('NameID format'), value: nameIdFormats[nameIdFormat] }]
      : []),
    {
      place,
      field: { zh: '签名', en: 'signature' },
      value: 'RSA-SHA256',
      note: {
        zh: '断言必须签名，仅签响应不够；断言不加密',
        en: 'assertions must be signed, a signed response is not enough; no encryption',
      },
    },
    ...(released.length > 0
      ? [{ place, field: { zh: '属性', en: 'attributes' }, value: [...new Set(released)].join(', ') }]
      : []),
    {
      place: metadata,
      field: same('entityID'),
      value: null,
      note: { zh: '一字不差地填入 entityId', en: 'goes into entityId exactly as it stands there' },
    },
    {
      place: metadata,
      field: same('SingleSignOnService, HTTP-Redirect, Location'),
      value: null,
      note: { zh: '填入 signOnUrl', en: 'goes into signOnUrl' },
    },
    {
      place: metadata,
      field: same('KeyDescriptor use="signing", X509Certificate'),
      value: null,
      note: {
        zh: `以 PEM 格式保存到 certificate 所指之处：${certificate}。更换密钥期间新旧两张证书上下并存`,
        en: `save it in PEM form where certificate points: ${certificate}. While keys change, the old one and the new one below each other`,
      },
    },
  ]
}

const same = (words: string): Words => ({ zh: words, en: words })
