import type { MailTexts } from "./texts";

/** Traditional Chinese texts of every mail. */
export const traditionalChinese: MailTexts = {
  subjects: {
    sign_up_code: "你的 FavCRM 驗證碼",
    sign_in_code: "你的 FavCRM 登入碼",
    invite_code: "你的 FavCRM 邀請驗證碼",
    confirm_code: "你的 FavCRM 確認碼",
    team_invite: "邀請你加入一個 FavCRM 工作區",
    new_key: "你的 FavCRM 工作區有一條新金鑰",
    key_new_network: "你的 FavCRM 金鑰在新的網絡使用",
    key_leaked: "你的 FavCRM 金鑰在公開的地方被發現",
    organisation_deleted: "你的 FavCRM 工作區已刪除",
  },
  headings: {
    sign_up_code: "設立工作區的驗證碼",
    sign_in_code: "你的登入碼",
    invite_code: "加入工作區的驗證碼",
    confirm_code: "確認是你本人",
    team_invite: "你獲邀加入",
    new_key: "新金鑰已建立",
    key_new_network: "金鑰在新的網絡使用",
    key_leaked: "金鑰在公開的地方被發現",
    organisation_deleted: "你的工作區已刪除",
  },
  intros: {
    sign_up_code:
      "有人用這個電郵地址，要求 FavCRM 為「{organisation}」設立工作區。如果是你叫代理去做的，請把這個驗證碼交給它：",
    sign_in_code: "有人正用這個電郵地址登入 FavCRM。如果是你，請在你打開的頁面輸入這個登入碼：",
    invite_code: "有人正用這個電郵地址接受「{organisation}」工作區的邀請。如果是你叫代理去做的，請把這個驗證碼交給它：",
    confirm_code: "有人以這個電郵地址登入後，想做一件需要重新確認身分的事。如果是你，請輸入這個確認碼：",
    team_invite: "{inviter}邀請你在 FavCRM 一起打理「{organisation}」。",
    new_key: "一條新金鑰可以打開你的工作區「{organisation}」。誰持有它，誰就能在那裡代你行事。",
    key_new_network: "你的工作區「{organisation}」有一條金鑰，在從未用過的網絡上使用了。",
    key_leaked: "你的工作區「{organisation}」有一條金鑰，在其他人看得到的地方被發現了。",
    organisation_deleted: "工作區「{organisation}」已刪除，它的金鑰和登入狀態都已失效。",
  },
  outros: {
    sign_up_code:
      "有了這個驗證碼，代理就能在新工作區代你行事。只可交給你自己叫它做事的代理，切勿交給致電或來信索取的人。如果你沒有要求過，請不用理會這封電郵：沒有驗證碼，什麼也不會發生。",
    sign_in_code:
      "不要把登入碼交給任何人或任何代理。如果你不是正在登入，請不用理會這封電郵：沒有登入碼，什麼也不會發生。",
    invite_code:
      "有了這個驗證碼，代理就能在那個工作區代你行事。只可交給你自己叫它做事的代理，切勿交給致電或來信索取的人。如果你沒有要求過，請不用理會這封電郵：沒有驗證碼，什麼也不會發生。",
    confirm_code: "不要把確認碼交給任何人或任何代理。如果不是你要求的，請到「設定」登出所有裝置：有人進入了你的帳戶。",
    team_invite: "如果你不認識這家商戶，請不用理會這封電郵。",
    new_key: "如果不是你做的，請立即撤銷這條金鑰。連結會打開只有一個按鈕的頁面，無須登入。",
    key_new_network:
      "如果是你或你的代理，什麼也不用做。如果不是，請立即撤銷這條金鑰。連結會打開只有一個按鈕的頁面，無須登入。",
    key_leaked: "請為原本使用它的程式建立新金鑰，並查看工作區的活動記錄。",
    organisation_deleted: "資料會在 30 天後永久移除；在那之前，這台伺服器的管理人可以還原。",
  },
  facts: {
    validUntil: "有效至",
    validUntilValue: "{time}，只可用一次",
    askedFrom: "要求來自",
    askedWith: "要求所用程式",
    name: "名稱",
    key: "金鑰",
    when: "時間",
    from: "來自",
    client: "所用程式",
    network: "網絡",
    foundAt: "發現於",
    role: "角色",
    by: "操作者",
  },
  actions: {
    acceptInvite: "查看邀請",
    revokeKey: "不是我做的：撤銷它",
    openKeys: "查看你的金鑰",
  },
  words: {
    someone: "有人",
    unnamed: "你的工作區",
    keyRevoked: "它已立即撤銷，任何人都不能再使用。",
    keyNotRevoked: "它仍然有效，請立即撤銷。",
    unknown: "不明",
    footer: "FavCRM 因 {host} 上發生的事寄出這封電郵。",
    roleOwner: "東主",
    roleManager: "經理",
    roleStaff: "職員",
  },
};
