// The roles of `domain::staff::Role`, by their codes. The frame spec checks that the demo has somebody in each.

export const ROLES = [
  'frontline_staff',
  'administrative_staff',
  'caseworker',
  'provider',
  'supervisor',
  'complaints_manager',
  'records_officer',
  'data_protection_officer',
  'it_administrator',
  'director',
  'auditor',
] as const;

export type Role = (typeof ROLES)[number];

/** The code of a role, given as code ("it_administrator") or in words ("IT administrator"). */
export function roleCode(words: string): string {
  return words.trim().toLowerCase().replace(/[^a-z]+/g, '_');
}
