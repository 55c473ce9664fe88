import type { Answer } from './oapi.ts'

/** Errors of the methods themselves (§4.9; texts where a page or an issue shows them). */
export const errors = {
  noParameter: { errcode: 400002, errmsg: '参数错误' },
  badList: { errcode: 40035, errmsg: '不合法的参数' },
  badOffset: { errcode: 40068, errmsg: '不合法的偏移量' },
  badSize: { errcode: 40069, errmsg: '不合法的分页大小' },
  noUser: { errcode: 60121, errmsg: '找不到该用户' },
  badUser: { errcode: 33012, errmsg: '无效的USERID' },
  userOutOfScope: { errcode: 50002, errmsg: '请求的员工userid不在授权范围内' },
  noMobile: { errcode: 40104, errmsg: '不合法的手机号' },
  noCode: { errcode: 40078, errmsg: '不存在的临时授权码' },
  noDepartment: { errcode: 60003, errmsg: '部门不存在' },
  badDepartment: { errcode: 40009, errmsg: '不合法的部门id' },
  departmentOutOfScope: { errcode: 50004, errmsg: '请求的部门id不在授权范围内' },
  callbackExists: { errcode: 71006, errmsg: '回调地址已经存在' },
  noCallback: { errcode: 71007, errmsg: '回调地址不存在' },
  // what it answers where the address fails its test is not documented
  callbackFailed: { errcode: 900005, errmsg: '签名不匹配' },
} satisfies Record<string, Answer>
