/** The types of what a page says about people, for the content script, which has no schemas. */
import type { z } from 'zod';
import type { readingSchema, sightSchema } from './facts.schema.ts';

export type Reading = z.output<typeof readingSchema>;
export type Health = Reading['health'];
export type Subject = Reading['subjects'][number];
export type Surface = Subject['surface'];
export type Message = NonNullable<Subject['messages']>[number];
export type Facts = Subject['facts'];
export type Degree = NonNullable<Facts['degree']>;
export type Connections = NonNullable<Facts['connections']>;
export type Sight = z.output<typeof sightSchema>;
export type SeenPhoto = Sight['photos'][number];
