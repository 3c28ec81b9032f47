/** YAML 1.2 as people write it: its value, and where in the text each part of it stands. */
import { CORE_SCHEMA, constructFromEvents, dump, EVENT_ID, getScalarValue, parseEvents } from 'js-yaml';

/** Undefined for a text that says nothing. @throws YAMLException */
export function parseYaml(text: string): unknown {
  const [value, ...more] = constructFromEvents(parseEvents(text, {}), { source: text, schema: CORE_SCHEMA });
  if (more.length > 0) throw new SyntaxError('several documents in one file');
  return value ?? undefined;
}

export const stringifyYaml = (value: unknown) => dump(value, { schema: CORE_SCHEMA, lineWidth: -1 });

/** Where a value begins; that of a field, where its name does. */
export interface Place {
  /** In UTF-16 units. */
  offset: number;
  /** Counted from 1. */
  line: number;
  /** Of the values inside, by name or index. */
  inside: Map<PropertyKey, Place>;
}

/** The places in a text that `parseYaml` takes. */
export function placesIn(text: string): Place {
  const events = parseEvents(text, {}).values();
  let line = 1;
  let counted = 0;
  const placeAt = (offset: number): Place => {
    for (; counted < offset; counted++) if (text[counted] === '\n') line++;
    return { offset, line, inside: new Map() };
  };

  /** The next value; undefined at the end of the list or the fields that it was looked for in. */
  function next(): (Place & { name?: string }) | undefined {
    const event = events.next().value;
    switch (event?.type) {
      case EVENT_ID.SCALAR:
        return { ...placeAt(event.valueStart), name: getScalarValue(text, event) };
      case EVENT_ID.ALIAS:
        return placeAt(event.anchorStart);
      case EVENT_ID.SEQUENCE: {
        const place = placeAt(event.start);
        for (let item = next(); item; item = next()) place.inside.set(place.inside.size, item);
        return place;
      }
      case EVENT_ID.MAPPING: {
        const place = placeAt(event.start);
        for (let key = next(); key; key = next()) place.inside.set(key.name ?? '', { ...key, inside: next()!.inside });
        return place;
      }
      case EVENT_ID.DOCUMENT:
        return next();
    }
    return undefined;
  }

  return next() ?? placeAt(0);
}

/** The place of the value at `path`, or of the innermost value around it that exists. */
export function placeOf(place: Place, path: readonly PropertyKey[]): Place {
  const [step, ...rest] = path;
  const inner = step === undefined ? undefined : place.inside.get(step);
  return inner ? placeOf(inner, rest) : place;
}
