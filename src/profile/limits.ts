/** The longest text of each fact, in UTF-16 units: generous for people, small for attackers. */
export const TEXT_LIMITS = {
  name: 300,
  handle: 300,
  memberId: 64,
  memberNumericId: 20,
  pronouns: 100,
  headline: 1_000,
  company: 300,
  school: 300,
  location: 300,
  about: 10_000,
  photoUrl: 2_000,
  title: 300,
  employmentType: 100,
  dates: 200,
  message: 20_000,
  url: 4_000,
} as const;

/** The most items of each list. */
export const COUNT_LIMITS = { subjects: 200, positions: 100, messages: 200, evidence: 100 } as const;
