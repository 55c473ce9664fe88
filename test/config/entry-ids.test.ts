import { eachSlip, site } from './slip.ts'

/** An id that is written as the key above its entry, as where the entries are a map: one message, whatever stands beside it. */
const below = 'and what is below it beside that, no deeper'

eachSlip(site, [
  ['- id: wiki\n', '- wiki:\n', 'write id: wiki in its place'],
  [
    '- id: files\n    type: alist\n',
    '- files:\n      type: alist\n',
    `write id: files in its place, ${below}`,
  ],
  [
    '- id: files\n    type: alist\n    name: 网盘\n',
    '- files:\n      type: alist\n      name: 网盘\n',
    `write id: files in its place, ${below}`,
  ],
  [
    '- id: files\n    type: alist\n    name: 网盘\n',
    '- type: alist\n    files:\n      name: 网盘\n',
    `write id: files in its place, ${below}`,
  ],
  [
    '- id: rd\n    when: { source: dingtalk, department: 研发部 }\n',
    '- rd:\n      when: { source: dingtalk, department: 研发部 }\n',
    `write id: rd in its place, ${below}`,
  ],
])

/** The entries behind the first one as a map by their ids. */
const further = 'in its place, as far left as the other entries, and what is below it as far as their keys'
const local = '  - id: local\n    type: local\n    name: Password\n'
eachSlip(site, [
  [local, '    local:\n      type: local\n      name: Password\n', `write - id: local ${further}`, local],
  [
    '  - id: mail\n    type: link\n    name: Mail\n    url: https://mail.example.com\n    allow:\n      sources:\n        - local\n        - dingtalk\n',
    '    mail:\n      type: link\n      name: Mail\n      url: https://mail.example.com\n      allow: { sources: [local] }\n',
    `write - id: mail ${further}`,
  ],
  [
    '  - id: mail\n    type: link\n',
    '    mail:\n    type: link\n',
    'write - id: mail in its place, as far left as the other entries',
  ],
])
