import type { ConsoleStep } from '../plugin.ts'
import type { Setting } from './setting.ts'

/**
 * The app's access link: homepage in a workbench, authentication address of a self-built application. It takes an
 * application of its own there: each has one homepage.
 */
export function accessLink(id: string, { publicUrl, workbenches }: Setting): ConsoleStep {
  const value = `${publicUrl}/apps/${id}/start`
  if (workbenches.length === 0)
    return {
      place: { zh: '内网导航、书签', en: 'intranet, bookmarks' },
      field: { zh: '访问链接', en: 'access link' },
      value,
      note: { zh: '打开时经过登录页', en: 'it goes through the sign-in page' },
    }
  return {
    place: {
      zh: `${workbenches.join('、')} 的工作台 › ${id} 自己的应用`,
      en: `workbench of ${workbenches.join(', ')} › an application of its own for ${id}`,
    },
    field: { zh: '应用首页地址 / 认证地址', en: 'home page / authentication address' },
    value,
    note: {
      zh: '一个应用只有一个首页：填这个，打开后直接进入；填身份源的首页（见 sso-kit urls），打开的是应用列表。从工作台打开时静默登录，从浏览器打开时经过登录页',
      en: 'an application has one home page: with this one it leads into the app, with that of the source, as sso-kit urls has it, to the list of apps. Opened in the workbench it signs in silently, opened in a browser it goes through the sign-in page',
    },
  }
}
