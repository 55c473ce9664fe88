import { eachSlip, site } from './slip.ts'

/** A text with a colon in it, and the keys of an entry in one line where it goes on below. */
const quoted = 'put all of the value in quotes'
const named = 'remove it: a name has no ":"'

eachSlip(site, [
  [
    'name: Wiki\n',
    'name: Wiki\n    description: the wiki: for all # of them\n',
    quoted,
    'name: Wiki\n    description: "the wiki: for all" # of them\n',
  ],
  [
    'name: Mail\n',
    'name: Mail\n    description: for partners: this: too\n',
    quoted,
    'name: Mail\n    description: "for partners: this: too"\n',
  ],
  ['name: Wiki\n', 'name: Wiki: all # of it\n', named, 'name: Wiki all # of it\n'],
  ['name: 网盘\n', 'name: 网盘: 全部\n', named, 'name: 网盘 全部\n'],
  // a key of the language is no word of the text
  [
    'name: Mail\n    url: https',
    'name: Mail url: https',
    'write it on a line of its own, with 4 spaces before it',
  ],
  [
    '- id: files\n    type: alist\n',
    '- id: files, type: alist\n',
    'write it on a line of its own, with 4 spaces before it, without the ","',
  ],
])
