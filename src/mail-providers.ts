/** Domains at which anybody can have an e-mail address: one of them belongs to no organisation. */
const domains = new Set([
  ...[
    'gmail.com',
    'googlemail.com',
    'outlook.com',
    'hotmail.com',
    'live.com',
    'msn.com',
    'yahoo.com',
    'ymail.com',
  ],
  ...['icloud.com', 'me.com', 'mac.com', 'aol.com', 'proton.me', 'protonmail.com', 'pm.me', 'tutanota.com'],
  ...[
    'gmx.com',
    'gmx.net',
    'gmx.de',
    'web.de',
    'mail.com',
    'mail.ru',
    'yandex.com',
    'yandex.ru',
    'fastmail.com',
  ],
  ...['zohomail.com', 'yahoo.co.jp', 'naver.com', 'hanmail.net', 'daum.net', 'hotmail.co.uk', 'yahoo.co.uk'],
  ...['qq.com', 'vip.qq.com', 'foxmail.com', '163.com', 'vip.163.com', '126.com', 'yeah.net', '188.com'],
  ...[
    'sina.com',
    'sina.cn',
    'vip.sina.com',
    'sohu.com',
    'aliyun.com',
    '139.com',
    '189.cn',
    'wo.cn',
    '21cn.com',
  ],
])

/** Whether anybody can have an address at a domain, in lower case: `gmail.com`, `qq.com`. */
export const isMailProvider = (domain: string): boolean => domains.has(domain)
