/** The types of site rules, for the content script, which has no schemas: what it gets was checked when it arrived. */
import type { z } from 'zod';
import type { siteRulesSchema } from './rules.schema.ts';

export type SiteRules = Omit<z.output<typeof siteRulesSchema>, 'vocabulary'>;
export type PageRule = SiteRules['pages'][number];
export type Generation = PageRule['generations'][number];
export type SubjectRule = Generation['subjects'][number];
export type RowsRule = NonNullable<SubjectRule['experience']>;
export type TextFact = keyof SubjectRule['facts'];
export type Place = NonNullable<SubjectRule['agrees']>[number];
export type Cleanup = NonNullable<Place['clean']>[number];
