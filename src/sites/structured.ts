/** What a page says about one person in JSON: schema.org descriptions and embedded payloads. All of it hostile, all bounded. */
import type { Dom } from './dom.ts';

type Json = { [key: string]: unknown };

const MAX_SCRIPTS = 20;
const MAX_SOURCE = 400_000;
const MAX_OBJECTS = 5_000;

/**
 * The schema.org Person whom the page is about: the main entity of a ProfilePage, or a Person whose address is this
 * page's. A Person who merely occurs, such as an author, is somebody else.
 */
export function describedPerson(dom: Dom, root: Element[], isThisPerson: (address: string) => boolean): Json | null {
  for (const script of scripts(dom, root, 'script[type="application/ld+json"]')) {
    const objects = [...objectsIn(parse(dom.source(script, MAX_SOURCE)))];
    const people = objects.filter((object) => hasType(object, 'Person'));
    const entities = objects.filter((object) => hasType(object, 'ProfilePage')).flatMap(({ mainEntity }) => mainEntity);
    // The page may hold the person itself, or name it by the id under which it stands elsewhere.
    const main = people.find((person) => entities.some((entity) => entity === person || isReference(entity, person)));
    const found = main ?? people.find((person) => addresses(person).some(isThisPerson));
    if (found) return found;
  }
  return null;
}

/** The embedded object whose `key` is `value`: a payload may hold the reader first, or the previous page's person. */
export function embeddedObject(dom: Dom, root: Element[], of: string, key: string, value: string): Json | null {
  const quoted = JSON.stringify(value);
  for (const element of scripts(dom, root, of)) {
    const source = dom.source(element, MAX_SOURCE);
    if (!source.includes(quoted)) continue;
    for (const object of objectsIn(parse(source))) if (object[key] === value) return object;
  }
  return null;
}

/** The text or number at a path such as `worksFor.0.name`; a step into a list without an index takes its first. */
export function at(object: Json | null, path: string): string {
  let value: unknown = object;
  for (const step of path.split('.')) {
    if (Array.isArray(value) && !/^\d+$/.test(step)) value = value[0];
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return '';
    value = (value as Json)[step];
  }
  if (Array.isArray(value)) value = value[0];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function scripts(dom: Dom, root: Element[], selector: string): Element[] {
  return root.flatMap((element) => Array.from(dom.all(element, selector)).slice(0, MAX_SCRIPTS));
}

function parse(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}

/** Every object inside, outermost first, as many as the budget allows. */
function* objectsIn(json: unknown): Generator<Json> {
  const queue: unknown[] = [json];
  for (let index = 0; index < queue.length && index < MAX_OBJECTS; index++) {
    const value = queue[index];
    if (isJson(value)) yield value;
    if (typeof value === 'object' && value !== null && queue.length < MAX_OBJECTS) {
      for (const child of Object.values(value)) if (typeof child === 'object') queue.push(child);
    }
  }
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isReference(entity: unknown, person: Json): boolean {
  return isJson(entity) && person['@id'] !== undefined && entity['@id'] === person['@id'];
}

function hasType(object: Json, type: string): boolean {
  return [object['@type']].flat().includes(type);
}

function addresses(object: Json): string[] {
  return [object.url, object.sameAs, object['@id']].flat().filter((address) => typeof address === 'string');
}
