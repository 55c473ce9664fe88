import type { ConsoleStep, Words } from '../../../plugin.ts'
import type { Site } from '../site.ts'

/** Places in the console of one account. */
export const menuOf =
  (site: Site, accountId: string) =>
  (zh: string, en: string): Words => ({
    zh: `${site.console}，账号 ${accountId} › ${zh}`,
    en: `${site.console}, account ${accountId} › ${en}`,
  })

export const metadata = (place: Words, publicUrl: string): ConsoleStep => ({
  place,
  field: { zh: '元数据文档', en: 'metadata document' },
  value: `${publicUrl}/saml/metadata`,
  note: {
    zh: '下载后上传；证书更换后要再传一次',
    en: 'download it and upload it; again after a change of the certificate',
  },
})

/** The last thing to do: from then on people come in this way. */
export const switchOn = (place: Words, field: Words, note?: Words): ConsoleStep => ({
  place,
  field,
  value: '开启 / Enabled',
  ...(note && { note }),
})

/** Who somebody has to be there already; `what` is the kind of user. */
export const existing = (place: Words, value: string, what: string): ConsoleStep => ({
  place,
  field: { zh: '用户名', en: 'user name' },
  value,
  note: {
    zh: `每个人都要先有这样命名的 ${what} 用户，登录不会新建；花括号里的部分取自本人的账号`,
    en: `everybody needs a ${what} user of this name first, a sign-on makes none; what is in braces comes from their account`,
  },
})
