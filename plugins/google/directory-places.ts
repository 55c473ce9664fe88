import type { Words } from 'sso-kit/plugin'

const words = (zh: string, en: string): Words => ({ zh, en })
const menuOf =
  (console: string) =>
  (zh: string, en: string): Words =>
    words(`${console} › ${zh}`, `${console} › ${en}`)
const cloud = menuOf('console.cloud.google.com')
const admin = menuOf('admin.google.com')

/** Where in the two consoles the directory is opened to the service account. */
export const places = {
  api: {
    place: cloud('API 和服务 › 已启用的 API 和服务', 'APIs & Services › Enabled APIs & services'),
    field: words('启用 API', 'Enable APIs'),
  },
  key: {
    place: cloud(
      'IAM 和管理 › 服务账号 › 密钥 › 添加密钥 › JSON',
      'IAM & Admin › Service Accounts › Keys › Add key › JSON',
    ),
    field: words('密钥文件', 'key file'),
  },
  delegation: {
    place: admin(
      '安全性 › 访问权限和数据控件 › API 控件 › 全网域授权 › 新增',
      'Security › Access and data control › API controls › Domain-wide delegation › Add new',
    ),
    field: words('OAuth 范围', 'OAuth scopes'),
  },
  role: {
    place: admin('账号 › 管理员角色 › 创建新角色', 'Account › Admin roles › Create new role'),
    field: words('Admin API 权限 › 用户 › 读取', 'Admin API privileges › Users › Read'),
  },
}
