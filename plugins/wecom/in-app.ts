/** Phones and computers, and the WeCom of one's own (私有部署); plain WeChat has only the second word, MicroMessenger. */
export const userAgent = /\bwxwork(?:local)?\//i
