import type { ConsoleStep, ConsoleUrls, Words } from 'sso-kit/plugin'
import type { Options } from './console.ts'

/** 分享设置: who may sign people in, and the native app that shares, where there is one. */
export function sharingSteps({ mobileApp }: Options, { callback }: ConsoleUrls): ConsoleStep[] {
  const app: [field: Words, value: string | undefined][] = [
    [{ zh: 'iOS Bundle ID', en: 'iOS Bundle ID' }, mobileApp?.iosBundleId],
    [{ zh: 'Android 包名', en: 'Android package (包名)' }, mobileApp?.androidPackage],
    [{ zh: 'Android 签名', en: 'Android signature (签名)' }, mobileApp?.androidSignature],
  ]
  return [
    {
      place: { zh: `${sharing.zh} › 接入登录`, en: `${sharing.en} › Login Integration (接入登录)` },
      field: { zh: '回调域名', en: 'callback domain (回调域名)' },
      value: callback,
    },
    ...app.flatMap(([field, value]) =>
      value === undefined
        ? []
        : [
            {
              place: { zh: `${sharing.zh} › 接入分享`, en: `${sharing.en} › Share Integration (接入分享)` },
              field,
              value,
            },
          ],
    ),
  ]
}

const sharing: Words = {
  zh: '开发配置 › 分享设置',
  en: 'Development Configuration › Sharing Settings (分享设置)',
}
