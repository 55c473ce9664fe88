/**
 * Passwords of twelve or more characters that everybody tries: keyboard runs, counted digits and the usual words in
 * both languages' habits. Shorter ones are refused by their length already.
 */
export const commonPasswords: ReadonlySet<string> = new Set([
  ...['123456789012', '1234567890123', '123456789123', '1234567891011', '0123456789012', '123123123123', '112233445566'],
  ...['987654321098', '147258369147', '111222333444', '1qaz2wsx3edc', '1qaz2wsx3edc4rfv', 'qazwsxedcrfv', 'zaq12wsxcde3'],
  ...['qwertyuiop12', 'qwertyuiop123', 'qwertyuiopasdf', 'qwertyuiop[]', 'asdfghjkl123', 'qwerty123456', '123456qwerty'],
  ...['1234567890qwe', 'qweasdzxc123', 'qwe123qwe123', 'abc123abc123', 'abcdefghijkl', 'abcd12345678', 'a1b2c3d4e5f6'],
  ...['password1234', 'password12345', 'password123456', 'passwordpassword', 'mypassword123', 'p@ssw0rd1234', 'p@ssword1234'],
  ...['passw0rd1234', 'password2024', 'password2025', 'password2026', 'welcome12345', 'welcome123456', 'letmein12345'],
  ...['iloveyou1234', 'iloveyou12345', 'woaini123456', 'woaini1314520', '5201314woaini', 'woaini5201314', 'aini13145200'],
  ...['administrator', 'administrator1', 'admin1234567', 'admin12345678', 'admin123456789', 'adminadminadmin', 'rootrootroot'],
  ...['changeme1234', 'changemechangeme', 'changeme123!', 'testtesttest', 'test12345678', 'test123456789', 'secretsecret'],
  ...['q1w2e3r4t5y6', '1q2w3e4r5t6y', '1q2w3e4r5t6y7u8i', '123qweasdzxc', 'zxcvbnm12345', 'asdfasdfasdf', 'monkey123456'],
  ...['dragon123456', 'sunshine1234', 'princess1234', 'football1234', 'baseball1234', 'superman1234', 'trustno1trustno1'],
  ...['correcthorsebatterystaple', 'correct horse battery staple', 'alibaba123456', 'dingtalk123456', 'huawei123456'],
])
