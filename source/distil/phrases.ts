/** Words that make an instruction an opinion. A directive with one of them is not actionable. */
export const WEAK =
  /\b(?:try to|consider(?:s|ing)?|if possible|maybe|perhaps|might (?:want|wish|need)|may (?:want|wish|need)|you could|good idea|be careful|be aware|keep in mind|where appropriate|as appropriate|as needed|if necessary|generally|usually|normally|typically|feel free|probably|somehow)\b/i;

/** Advice that says nothing about a library. */
export const TAUTOLOGY =
  /\b(?:best practices?|clean code|(?:readable|maintainable|high[- ]quality) code|good code|write tests|follow (?:the )?conventions|meaningful names|properly handle|handle errors properly|keep it simple|robust and scalable|well[- ]documented|good practice)\b/i;

/** Text that speaks to an assistant or makes a shell run what it downloads. */
export const STEERING =
  /\b(?:ignore|disregard|forget|override)\s+(?:\w+\s+){0,3}?(?:instructions?|prompts?|system messages?)\b|\byou are (?:now|an?) (?:an? )?(?:assistant|ai|language model|chatbot)\b|\byou are now\b|\b(?:system|developer) (?:prompt|message)\b|\b(?:do not|don't|never) (?:tell|inform|reveal|show|mention)\b[^.]{0,30}\bthe user\b|\bwithout (?:asking|telling|informing) the user\b|\bas an ai\b|\bjailbreak\b|\[\/?INST\]|<\|\w{1,20}\|>|\b(?:curl|wget|iwr)\b[^\n|]{0,200}\|\s*(?:sudo\s+)?(?:ba|z|da)?sh\b|\b(?:exfiltrat\w{1,5}|(?:send|upload|post)\b[^.]{0,60}\b(?:api keys?|secrets?|credentials?|passwords?|tokens?)\b[^.]{0,60}https?:)/i;

/** Ways to switch the verification of certificates off, unless the rule warns of them. */
export const TLS_OFF =
  /\bverify\s*=\s*False\b|NODE_TLS_REJECT_UNAUTHORIZED\W{0,4}0|rejectUnauthorized\W{1,4}false|\bcurl\b[^\n]{0,80}\s(?:-k|--insecure)\b|InsecureSkipVerify\W{1,4}true|sslVerify\W{1,3}false|CERT_NONE/i;

export const SECRET =
  /AKIA[0-9A-Z]{16}|\bgh[pousr]_[A-Za-z0-9]{30,}|\bsk-[A-Za-z0-9_-]{32,}|\bxox[abprs]-[A-Za-z0-9-]{20,}|-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----|\bAIza[0-9A-Za-z_-]{35}/;

export const HIDDEN =
  /[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]|[\u{E0000}-\u{E01EF}]/u;

export const MARKUP = /<!--|<\s*(?:script|iframe|img|object|embed)\b/i;

export const SECURITY =
  /\b(?:secur\w+|insecure\w*|vulnerab\w+|injections?|untrusted|XSS|CSRF|malicious|attack\w*|exploit\w*|spoof\w*|leak(?:s|ed)? (?:sensitive|private)|sensitive (?:data|information)|(?:leak|expos|disclos|steal|reveal)\w* (?:the |your |user )?(?:credentials?|secrets?|passwords?)|secret|path traversal|directory traversal|privilege escalation|arbitrary code|sanitiz\w+|denial[- ]of[- ]service|SSRF|hijack\w*|brute[- ]force)\b/i;

/** What some reader of rule files imports or carries out; looked for outside of code spans but for the `!` before one. */
export const ACTIVE =
  /(?<![\w`\\])@(?:[~.]{0,2}\/|[\w-]{1,60}\/[\w./-]{0,200}\.\w|[\w-]{1,60}\.(?:mdc?|txt|json|ya?ml)\b)|\$ARGUMENTS\b|!\[[^\]]{0,200}\]\(|\bhttps?:\/\//i;

/** A command that some readers run where it stands. */
export const COMMAND = /(?:^|[\s("'])!`/;
