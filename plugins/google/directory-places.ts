import type { ConsoleStep } from 'sso-kit/plugin'

/** Where in the two consoles the directory is opened to the service account. */
export const places = {
  api: {
    place: {
      zh: 'console.cloud.google.com › API 和服务 › 已启用的 API 和服务',
      en: 'console.cloud.google.com › APIs & Services › Enabled APIs & services',
    },
    field: { zh: '启用 API', en: 'Enable APIs' },
  },
  key: {
    place: {
      zh: 'console.cloud.google.com › IAM 和管理 › 服务账号 › 密钥 › 添加密钥 › JSON',
      en: 'console.cloud.google.com › IAM & Admin › Service Accounts › Keys › Add key › JSON',
    },
    field: { zh: '密钥文件', en: 'key file' },
  },
  delegation: {
    place: {
      zh: 'admin.google.com › 安全性 › 访问权限和数据控件 › API 控件 › 全网域授权 › 新增',
      en: 'admin.google.com › Security › Access and data control › API controls › Domain-wide delegation › Add new',
    },
    field: { zh: 'OAuth 范围', en: 'OAuth scopes' },
  },
  role: {
    place: {
      zh: 'admin.google.com › 账号 › 管理员角色 › 创建新角色',
      en: 'admin.google.com › Account › Admin roles › Create new role',
    },
    field: { zh: 'Admin API 权限 › 用户 › 读取', en: 'Admin API privileges › Users › Read' },
  },
} as const satisfies Readonly<Record<string, Pick<ConsoleStep, 'place' | 'field'>>>
