import type { ConsoleStep } from '../plugin.ts'

/** The app's access link: homepage in a workbench, authentication address of a self-built application. */
export const accessLink = (id: string, publicUrl: string): ConsoleStep => ({
  place: { zh: '钉钉或 WeLink 工作台 › 应用', en: 'DingTalk or WeLink workbench › application' },
  field: { zh: '应用首页地址 / 认证地址', en: 'home page / authentication address' },
  value: `${publicUrl}/apps/${id}/start`,
  note: {
    zh: '从工作台打开时静默登录，从浏览器打开时经过登录页',
    en: 'opened in the workbench it signs in silently, opened in a browser it goes through the sign-in page',
  },
})
