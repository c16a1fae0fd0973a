// Every bound of the pages' side of the protocol, in one place.

// Longest message, in characters (code points): at four bytes each it still fits a frame of 16 KiB, the least that the server takes.
export const kMaxMessageCharacters = 4000;
// The counter appears when fewer than this many characters are left.
export const kCounterShownBelow = 500;
// A frame without its answer (hello, message) for this long means a link that is dead in one direction.
export const kAnswerDeadlineMs = 10_000;
// A link that was silent for this long is asked whether it is alive; without an answer within kAnswerDeadlineMs it is dead.
export const kPingAfterMs = 30_000;
// Reconnecting: the first wait, its growth is doubling, and the longest wait.
export const kFirstBackoffMs = 500;
export const kMaxBackoffMs = 30_000;
// A link that lived this long was a good one: the next cut begins again with the first wait.
export const kStableAfterMs = 5_000;
// The shortest wait after a nack, also when it names none, and the longest one that is believed.
export const kLeastRetryMs = 2_000;
export const kMaxRetryMs = 300_000;
// A gap that stays after this many resumes cannot be filled; what there is is shown rather than nothing.
export const kMaxGapResumes = 3;
// Messages kept for sending later, over all conversations. One more is refused, visibly.
export const kMaxOutbox = 200;
// At most one typing frame in this time.
export const kTypingEveryMs = 1_000;
// The other side's typing is shown this long after its last sign.
export const kTypingShownMs = 6_000;
// A page hidden for longer than this resumes with a new socket: phones freeze sockets without closing them.
export const kHiddenResumeMs = 30_000;
