import { eachSlip, site } from './slip.ts'

const local = '  - id: local\n    type: local\n    name: Password\n'

/** Lines that were joined, copied twice or torn, and what was written in place of the "- " of an entry. */
eachSlip(site, [
  ['    type: github\n', '    type: type: github\n', 'write it once'],
  ['    name: GitHub\n', '    name: GitHub name: GitHub\n', 'remove it, with what is behind it'],
  [
    local,
    '  - id: local\n    type: local name: Password\n',
    'write it on a line of its own, with 4 spaces before it',
  ],
  [
    local,
    '  - id: local type: local name: Password\n',
    'write it on a line of its own, with 4 spaces before it',
  ],
  [local, '  - id: local\n  - type: local\n    name: Password\n', 'write a space in place of the "-"'],
  [
    '      source: dingtalk\n      department: 财务部',
    '      source: dingtalk, department: 财务部',
    'write it on a line of its own, with 6 spaces before it, without the ","',
  ],
  [
    '      - when: { group: developers }\n        role: dev',
    '      - when: { group: developers } role: dev',
    'write it on a line of its own, with 8 spaces before it',
  ],
  ['  - id: github\n', '  -- id: github\n', 'write "-" in its place'],
  ['  - id: github\n', '  * id: github\n', 'write "-" in its place'],
  ['  - id: github\n', '  + id: github\n', 'write "-" in its place'],
  ['  - id: github\n', '  1. id: github\n', 'write "-" in its place'],
  ['  - id: github\n', '  - - id: github\n', 'remove one "- "'],
  ['  - id: github\n', '  - github\n', 'write its key before it, such as "id: "'],
  ['  - id: github\n', '  - id=github\n', 'write ": " after it in place of "="'],
  ['version: 1\n', '- version: 1\n', 'remove the "- "'],
  // a key that was indented is not one that is gone from above its lines
  ['    events:\n', '      events:\n', 'write 4 spaces before it'],
])
